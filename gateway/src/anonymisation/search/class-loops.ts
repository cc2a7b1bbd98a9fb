import { hashPair } from './pair-numbering';

/*
 * The inner loops of the search, over one array. Nothing comes after a loop but its end: V8 compiles a long loop while it
 * runs, code after it that has not run yet is compiled to give up, and the compiled loop is kept.
 */

/** Distinct tuples, as pairs of two projections' tuples, with the rows of each: what classes are counted from. */
export interface PairCounts {
  /** In the arena from here: all left sides, all right sides, all numbers of rows, and an input position of each tuple. */
  readonly at: number;
  readonly size: number;
}

/**
 * Adds rows to the cell of their class in a table with a cell for every class there could be, from `counts`, and notes
 * each tuple's cell from `cells`.
 * @param left - from here, the class of each left side; `right` likewise
 * @returns number of classes
 */
export function countDirectly(
  heap: Int32Array,
  { at, size }: PairCounts,
  left: number,
  right: number,
  rightCount: number,
  counts: number,
  cells: number,
): number {
  const rights = at + size;
  const rows = rights + size;
  let classes = 0;
  for (let tuple = 0; tuple < size; tuple++) {
    const cell = counts + heap[left + heap[at + tuple]!]! * rightCount + heap[right + heap[rights + tuple]!]!;
    const before = heap[cell]!;
    heap[cells + tuple] = cell;
    heap[cell] = before + heap[rows + tuple]!;
    // 1 where it was 0, without a branch that no processor could foretell.
    classes += (before - 1) >>> 31;
  }
  return classes;
}

/** Numbers a slot of the hash table has: rows, both sides of the class, and one to spare so that a slot is in one cache line. */
export const SLOT = 4;

/** The same in a hash table, from `slots`, of `mask` + 1 slots. */
export function countByHash(
  heap: Int32Array,
  { at, size }: PairCounts,
  left: number,
  right: number,
  slots: number,
  mask: number,
  cells: number,
): number {
  const rights = at + size;
  const rows = rights + size;
  let classes = 0;
  for (let tuple = 0; tuple < size; tuple++) {
    const one = heap[left + heap[at + tuple]!]!;
    const other = heap[right + heap[rights + tuple]!]!;
    let hash = hashPair(one, other) & mask;
    let slot = slots + SLOT * hash;
    while (heap[slot] !== 0 && (heap[slot + 1] !== one || heap[slot + 2] !== other)) {
      hash = (hash + 1) & mask;
      slot = slots + SLOT * hash;
    }
    const before = heap[slot]!;
    heap[slot + 1] = one;
    heap[slot + 2] = other;
    heap[cells + tuple] = slot;
    heap[slot] = before + heap[rows + tuple]!;
    classes += (before - 1) >>> 31;
  }
  return classes;
}

/** Adds up the classes of fewer than k rows, and the rows in them, at `to`; sets the cells to 0. */
export function takeSmall(heap: Int32Array, cells: number, size: number, k: number, to: number): void {
  heap[to] = 0;
  heap[to + 1] = 0;
  for (let at = cells; at < cells + size; at++) {
    const cell = heap[at]!;
    const rows = heap[cell]!;
    heap[cell] = 0;
    if (rows !== 0 && rows < k) {
      heap[to] = heap[to]! + 1;
      heap[to + 1] = heap[to + 1]! + rows;
    }
  }
}

/** Writes each class, by the first of its tuples, where `to` says; sets the cells to 0. */
export function takeClasses(heap: Int32Array, cells: number, base: PairCounts, to: PairCounts): void {
  let next = to.at;
  for (let tuple = 0; tuple < base.size; tuple++) {
    const cell = heap[cells + tuple]!;
    const rows = heap[cell]!;
    if (rows === 0) continue;
    heap[cell] = 0;
    const from = base.at + tuple;
    heap[next] = heap[from]!;
    heap[next + to.size] = heap[from + base.size]!;
    heap[next + 2 * to.size] = rows;
    heap[next + 3 * to.size] = heap[from + 3 * base.size]!;
    next++;
  }
}

/** Adds up the tuples of fewer than k rows, and the rows in them, at `to`. */
export function addSmall(heap: Int32Array, { at, size }: PairCounts, k: number, to: number): void {
  heap[to] = 0;
  heap[to + 1] = 0;
  const end = at + 3 * size;
  for (let tuple = at + 2 * size; tuple < end; tuple++) {
    const rows = heap[tuple]!;
    if (rows < k) {
      heap[to] = heap[to]! + 1;
      heap[to + 1] = heap[to + 1]! + rows;
    }
  }
}
