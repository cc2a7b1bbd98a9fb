/** Largest table of counts or numbers that is indexed directly; 16 MiB. */
export const DIRECT_LIMIT = 1 << 22;

/** Distinct pairs, numbered in the order they are first seen. */
export interface PairNumbering {
  /** Number of each pair, one an input position. */
  readonly ids: Int32Array;
  readonly count: number;
}

/** Numbers pairs (left, right) of small whole numbers densely. */
export function numberPairs(
  left: Int32Array,
  right: Int32Array,
  leftCount: number,
  rightCount: number,
): PairNumbering {
  return leftCount * rightCount <= DIRECT_LIMIT
    ? numberDirectly(left, right, leftCount * rightCount, rightCount)
    : numberByHash(left, right);
}

function numberDirectly(left: Int32Array, right: Int32Array, size: number, rightCount: number): PairNumbering {
  const ids = new Int32Array(left.length);
  const known = new Int32Array(size);
  let count = 0;
  for (let at = 0; at < ids.length; at++) {
    const key = left[at]! * rightCount + right[at]!;
    let id = known[key]!;
    if (id === 0) {
      id = ++count;
      known[key] = id;
    }
    ids[at] = id - 1;
  }
  return { ids, count };
}

function numberByHash(left: Int32Array, right: Int32Array): PairNumbering {
  const ids = new Int32Array(left.length);
  const mask = tableSize(left.length) - 1;
  /** Position of the first of a pair, plus 1. */
  const firsts = new Int32Array(mask + 1);
  let count = 0;
  for (let at = 0; at < ids.length; at++) {
    let slot = hashPair(left[at]!, right[at]!) & mask;
    for (;;) {
      const first = firsts[slot]! - 1;
      if (first < 0) {
        firsts[slot] = at + 1;
        ids[at] = count++;
        break;
      }
      if (left[first] === left[at] && right[first] === right[at]) {
        ids[at] = ids[first]!;
        break;
      }
      slot = (slot + 1) & mask;
    }
  }
  return { ids, count };
}

/** A power of two at least twice `entries`. */
export const tableSize = (entries: number): number => 1 << (32 - Math.clz32(2 * Math.max(1, entries) - 1));

export function hashPair(left: number, right: number): number {
  const hash = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b);
  return hash ^ (hash >>> 15);
}
