const { imul } = Math;

/** Largest table of numbers that is indexed directly: 16 MiB. */
export const DIRECT_LIMIT = 1 << 22;

/** Distinct pairs, numbered in the order they are first seen. */
export interface PairNumbering {
  /** Number of each pair, one an input position. */
  readonly ids: Int32Array;
  readonly count: number;
}

/** Numbers pairs (left, right) of small whole numbers densely. */
export function numberPairs(left: Int32Array, right: Int32Array, leftCount: number, rightCount: number): PairNumbering {
  return leftCount * rightCount <= DIRECT_LIMIT
    ? numberDirectly(left, right, leftCount * rightCount, rightCount)
    : numberByHash(left, right);
}

function numberDirectly(left: Int32Array, right: Int32Array, size: number, rightCount: number): PairNumbering {
  const ids = new Int32Array(left.length);
  const count = numberInto(ids, left, right, rightCount, new Int32Array(size));
  return { ids, count };
}

function numberInto(
  ids: Int32Array,
  left: Int32Array,
  right: Int32Array,
  rightCount: number,
  known: Int32Array,
): number {
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
  return count;
}

function numberByHash(left: Int32Array, right: Int32Array): PairNumbering {
  const ids = new Int32Array(left.length);
  const count = hashInto(ids, left, right, new Int32Array(tableSize(left.length)));
  return { ids, count };
}

/** @param firsts - position of the first of a pair, plus 1, in the slot of its hash */
function hashInto(ids: Int32Array, left: Int32Array, right: Int32Array, firsts: Int32Array): number {
  const mask = firsts.length - 1;
  let count = 0;
  for (let at = 0; at < ids.length; at++) {
    const one = left[at]!;
    const other = right[at]!;
    let slot = hashPair(one, other) & mask;
    let first = firsts[slot]! - 1;
    while (first >= 0 && (left[first] !== one || right[first] !== other)) {
      slot = (slot + 1) & mask;
      first = firsts[slot]! - 1;
    }
    if (first < 0) {
      firsts[slot] = at + 1;
      ids[at] = count++;
    } else ids[at] = ids[first]!;
  }
  return count;
}

/** Positions in the order of (left, right); by counting, so in linear time. */
export function pairOrder(left: Int32Array, right: Int32Array, leftCount: number, rightCount: number): Int32Array {
  const positions = new Int32Array(left.length);
  for (let at = 0; at < positions.length; at++) positions[at] = at;
  const byRight = countingOrder(positions, right, rightCount);
  return countingOrder(byRight, left, leftCount);
}

/** Sorts positions by key, equal keys staying in their order. */
function countingOrder(positions: Int32Array, keys: Int32Array, count: number): Int32Array {
  const ends = new Int32Array(count + 1);
  for (const key of keys) ends[key + 1]!++;
  for (let key = 0; key < count; key++) ends[key + 1]! += ends[key]!;
  const sorted = new Int32Array(positions.length);
  for (let at = 0; at < positions.length; at++) {
    const position = positions[at]!;
    sorted[ends[keys[position]!]!++] = position;
  }
  return sorted;
}

/** A position of each id. */
export function firstsOf(ids: Int32Array, count: number): Int32Array {
  const firsts = new Int32Array(count);
  for (let at = ids.length - 1; at >= 0; at--) firsts[ids[at]!] = at;
  return firsts;
}

/** `from` at each of some positions. */
export function pick(from: Int32Array, positions: Int32Array): Int32Array {
  const picked = new Int32Array(positions.length);
  for (let at = 0; at < positions.length; at++) picked[at] = from[positions[at]!]!;
  return picked;
}

/** Sum of weights for each id. */
export function sumBy(ids: Int32Array, weights: Int32Array, count: number): Int32Array {
  const sums = new Int32Array(count);
  for (let at = 0; at < ids.length; at++) sums[ids[at]!] = sums[ids[at]!]! + weights[at]!;
  return sums;
}

/** A power of two at least one and a half times `entries`. */
export const tableSize = (entries: number): number => 1 << (32 - Math.clz32(Math.ceil(1.5 * Math.max(1, entries)) - 1));

export function hashPair(left: number, right: number): number {
  const hash = imul(left, 0x9e3779b1) ^ imul(right, 0x85ebca6b);
  return hash ^ (hash >>> 15);
}
