import { hashPair, tableSize } from './pair-numbering';
import type { Classes } from './projection';

/** Distinct tuples, as pairs of two projections' tuples, with the rows of each: what classes are counted from. */
export interface PairCounts {
  /** An input position that has the tuple. */
  readonly tuples: Int32Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly weights: Int32Array;
}

/** What a count of classes found. */
export interface ClassCount {
  /** Classes, small ones included. */
  readonly classes: number;
  /** Classes of fewer than k rows, and the rows in them. */
  readonly smallClasses: number;
  readonly smallRows: number;
}

/** Cells that a table indexed directly may have for each tuple: past that it is too thin to stay in the cache. */
const THIN = 8;
const SMALL_TABLE = 1 << 15;
const LARGEST_KEY = 2 ** 31;

/** Counts the rows of classes; keeps its memory from one count to the next. */
export class ClassCounter {
  /** Rows by cell; all 0 between two counts. */
  private counts = new Int32Array(SMALL_TABLE);
  private keys: Int32Array | Float64Array = new Int32Array(0);
  /** Cell of each class found, and a position of the base in it. */
  private cells = new Int32Array(1 << 12);
  private firsts = new Int32Array(1 << 12);

  constructor(private readonly k: number) {}

  count(base: PairCounts, left: Classes, right: Classes): ClassCount {
    const classes = this.gather(base, left, right);
    const { counts, cells, k } = this;
    let smallClasses = 0;
    let smallRows = 0;
    for (let at = 0; at < classes; at++) {
      const cell = cells[at]!;
      const rows = counts[cell]!;
      counts[cell] = 0;
      if (rows < k) {
        smallClasses++;
        smallRows += rows;
      }
    }
    return { classes, smallClasses, smallRows };
  }

  /** The classes themselves, each by one of its tuples: a smaller base for whatever is more general. */
  group(base: PairCounts, left: Classes, right: Classes): PairCounts {
    const classes = this.gather(base, left, right);
    const { counts, cells, firsts } = this;
    const grouped = {
      tuples: new Int32Array(classes),
      left: new Int32Array(classes),
      right: new Int32Array(classes),
      weights: new Int32Array(classes),
    };
    for (let at = 0; at < classes; at++) {
      const cell = cells[at]!;
      const first = firsts[at]!;
      grouped.tuples[at] = base.tuples[first]!;
      grouped.left[at] = base.left[first]!;
      grouped.right[at] = base.right[first]!;
      grouped.weights[at] = counts[cell]!;
      counts[cell] = 0;
    }
    return grouped;
  }

  /** Sums weights by class; answers the number of classes. */
  private gather(base: PairCounts, left: Classes, right: Classes): number {
    const tuples = base.weights.length;
    if (tuples > this.cells.length) {
      this.cells = new Int32Array(tableSize(tuples));
      this.firsts = new Int32Array(tableSize(tuples));
    }
    const size = left.count * right.count;
    const isDense = size <= Math.max(SMALL_TABLE, THIN * tuples);
    const cells = isDense ? size : tableSize(tuples);
    if (cells > this.counts.length) this.counts = new Int32Array(tableSize(cells / 2));
    if (isDense) return this.gatherDirectly(base, left.map, right.map, right.count);
    const isLarge = size > LARGEST_KEY;
    if (this.keys.length < cells || (isLarge && this.keys instanceof Int32Array)) {
      this.keys = isLarge ? new Float64Array(cells) : new Int32Array(cells);
    }
    return this.gatherByHash(base, left.map, right.map, right.count, cells - 1);
  }

  private gatherDirectly(base: PairCounts, leftMap: Int32Array, rightMap: Int32Array, rightCount: number): number {
    const { counts, cells, firsts } = this;
    const { left, right, weights } = base;
    let classes = 0;
    for (let at = 0; at < weights.length; at++) {
      const cell = leftMap[left[at]!]! * rightCount + rightMap[right[at]!]!;
      const before = counts[cell]!;
      if (before === 0) {
        firsts[classes] = at;
        cells[classes++] = cell;
      }
      counts[cell] = before + weights[at]!;
    }
    return classes;
  }

  private gatherByHash(
    base: PairCounts,
    leftMap: Int32Array,
    rightMap: Int32Array,
    rightCount: number,
    mask: number,
  ): number {
    const { counts, cells, firsts, keys } = this;
    const { left, right, weights } = base;
    let classes = 0;
    for (let at = 0; at < weights.length; at++) {
      const one = leftMap[left[at]!]!;
      const other = rightMap[right[at]!]!;
      const key = one * rightCount + other;
      let cell = hashPair(one, other) & mask;
      while (counts[cell] !== 0 && keys[cell] !== key) cell = (cell + 1) & mask;
      if (counts[cell] === 0) {
        keys[cell] = key;
        firsts[classes] = at;
        cells[classes++] = cell;
      }
      counts[cell]! += weights[at]!;
    }
    return classes;
  }
}
