import { Region, type Arena } from './arena';
import { SLOT, addSmall, countByHash, countDirectly, takeClasses, takeSmall, type PairCounts } from './class-loops';
import { tableSize } from './pair-numbering';
import type { Classes } from './projection';

/** What a count of classes found. */
export interface ClassCount {
  /** Classes, small ones included. */
  readonly classes: number;
  /** Classes of fewer than k rows, and the rows in them. */
  readonly smallClasses: number;
  readonly smallRows: number;
}

/** Cells that a table indexed directly may have for each tuple: past that it is too thin to stay in the cache. */
const THIN = 16;
const SMALL_TABLE = 1 << 14;

/** Counts the rows of classes. */
export class ClassCounter {
  /** Where rows are counted; all 0 between two counts. */
  private readonly counts: Region;
  /** The same as a hash table, where the table would be too thin. */
  private readonly slots: Region;
  /** The cell that each tuple was counted in. */
  private readonly cells: Region;
  /** Small classes and their rows. */
  private readonly small: number;

  constructor(
    readonly arena: Arena,
    readonly k: number,
  ) {
    this.counts = new Region(arena, true);
    this.slots = new Region(arena, true);
    this.cells = new Region(arena, false);
    this.small = arena.allocate(2);
  }

  /** Counts the classes of a base at some levels. */
  count(base: PairCounts, left: Classes, right: Classes): ClassCount {
    const classes = this.gather(base, left, right);
    takeSmall(this.arena.heap, this.cells.at, base.size, this.k, this.small);
    return this.found(classes);
  }

  /** The classes themselves, each by one of its tuples: a smaller base for whatever is more general. */
  group(base: PairCounts, left: Classes, right: Classes): PairCounts {
    const size = this.gather(base, left, right);
    const classes = { at: this.arena.allocate(4 * size), size };
    takeClasses(this.arena.heap, this.cells.at, base, classes);
    return classes;
  }

  /** Counts the tuples of a base as the classes they are. */
  own(base: PairCounts): ClassCount {
    addSmall(this.arena.heap, base, this.k, this.small);
    return this.found(base.size);
  }

  private found(classes: number): ClassCount {
    const { heap } = this.arena;
    return { classes, smallClasses: heap[this.small]!, smallRows: heap[this.small + 1]! };
  }

  /** Sums rows by class; answers the number of classes. */
  private gather(base: PairCounts, left: Classes, right: Classes): number {
    const size = left.count * right.count;
    this.cells.reserve(base.size);
    if (size <= Math.max(SMALL_TABLE, THIN * base.size)) {
      this.counts.reserve(size);
      const { heap } = this.arena;
      return countDirectly(heap, base, left.at, right.at, right.count, this.counts.at, this.cells.at);
    }
    const slots = tableSize(base.size);
    this.slots.reserve(SLOT * slots);
    const { heap } = this.arena;
    return countByHash(heap, base, left.at, right.at, this.slots.at, slots - 1, this.cells.at);
  }
}
