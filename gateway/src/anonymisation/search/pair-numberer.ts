import { Region, type Arena } from './arena';
import { DIRECT_LIMIT, numberPairs } from './pair-numbering';
import type { Classes } from './projection';

/** Numbers the distinct pairs of two sides' classes; the numbers stay in the arena. */
export class PairNumberer {
  /** Number + 1 of each pair; all 0 between two calls. */
  private readonly known: Region;

  constructor(readonly arena: Arena) {
    this.known = new Region(arena, true);
  }

  /** @param pairs - in the arena: all left sides, then all right sides */
  number({ at, size }: { readonly at: number; readonly size: number }, left: Classes, right: Classes): Classes {
    const cells = left.count * right.count;
    const to = this.arena.allocate(size);
    if (cells > DIRECT_LIMIT) return this.numberByHash(at, size, left, right, to);
    this.known.reserve(cells);
    const count = numberPairsIn(this.arena.heap, at, size, left, right, this.known.at, to);
    return { at: to, count };
  }

  private numberByHash(at: number, size: number, left: Classes, right: Classes, to: number): Classes {
    const { heap } = this.arena;
    const side = (from: number, classes: Classes): Int32Array =>
      heap.slice(from, from + size).map((id) => heap[classes.at + id]!);
    const { ids, count } = numberPairs(side(at, left), side(at + size, right), left.count, right.count);
    heap.set(ids, to);
    return { at: to, count };
  }
}

/** Like the loops in class-loops.ts: over one array, with nothing after them. */
function numberPairsIn(
  heap: Int32Array,
  at: number,
  size: number,
  { at: left }: Classes,
  { at: right, count: rightCount }: Classes,
  known: number,
  to: number,
): number {
  let count = 0;
  for (let pair = 0; pair < size; pair++) {
    const cell = known + heap[left + heap[at + pair]!]! * rightCount + heap[right + heap[at + size + pair]!]!;
    if (heap[cell] === 0) heap[cell] = ++count;
    heap[to + pair] = heap[cell]! - 1;
  }
  for (let pair = 0; pair < size; pair++) {
    heap[known + heap[left + heap[at + pair]!]! * rightCount + heap[right + heap[at + size + pair]!]!] = 0;
  }
  return count;
}
