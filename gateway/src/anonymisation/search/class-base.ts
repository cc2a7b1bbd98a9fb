import { Arena } from './arena';
import { ClassCounter, type ClassCount } from './class-counter';
import type { PairCounts } from './class-loops';
import { PairNumberer } from './pair-numberer';
import { pick, sumBy } from './pair-numbering';
import { distinctPairs, halve, Projector, type Projection } from './projection';
import type { SearchAttribute } from './search-attribute';

/** The two projections whose pairs are the tuples of all quasi-identifiers. */
interface Sides {
  readonly left: Projection;
  readonly right: Projection;
}

/**
 * The classes of one node, from which any more general node is counted: the further up, the fewer. They are put together
 * when asked for a second time; until then the classes of the base below serve, which are more but right as well.
 */
export class ClassBase {
  private made: PairCounts | undefined;
  private isAsked = false;

  constructor(
    private readonly counter: ClassCounter,
    private readonly sides: Sides,
    private readonly levels: Int32Array,
    private readonly below: ClassBase | PairCounts,
  ) {}

  /** The base at more general levels, until it is released. */
  at(levels: Int32Array): ClassBase {
    return new ClassBase(this.counter, this.sides, levels.slice(), this);
  }

  /** Counts the classes at the same or more general levels. */
  count(levels: Int32Array): ClassCount {
    const base = this.nearest();
    return this.counter.count(base, this.sides.left.classes(levels), this.sides.right.classes(levels));
  }

  /** Counts the classes of this node itself. */
  own(): ClassCount {
    return this.counter.own(this.pairs());
  }

  /** Calls back with the rows of each small class of this node, and an input position in it. */
  eachSmall(visit: (rows: number, position: number) => void): void {
    const { at, size } = this.pairs();
    const { heap } = this.counter.arena;
    for (let tuple = at; tuple < at + size; tuple++) {
      const rows = heap[tuple + 2 * size]!;
      if (rows < this.counter.k) visit(rows, heap[tuple + 3 * size]!);
    }
  }

  /** Number of classes. */
  get size(): number {
    return this.pairs().size;
  }

  /** Gives the memory back; nothing may be counted from this base afterwards. */
  release(): void {
    if (this.made !== undefined && this.below instanceof ClassBase) {
      this.counter.arena.release(this.made.at, 4 * this.made.size);
      this.made = undefined;
    }
  }

  private pairs(): PairCounts {
    const { counter, sides, levels, below } = this;
    if (this.made !== undefined) return this.made;
    this.made =
      below instanceof ClassBase
        ? counter.group(below.nearest(), sides.left.classes(levels), sides.right.classes(levels))
        : below;
    return this.made;
  }

  private nearest(): PairCounts {
    if (this.made !== undefined || this.isAsked || !(this.below instanceof ClassBase)) return this.pairs();
    this.isAsked = true;
    return this.below.nearest();
  }
}

/** The base that everything is counted from: the distinct tuples of a table. */
export function tupleBase(attributes: readonly SearchAttribute[], weights: Int32Array, k: number): ClassBase {
  const arena = new Arena();
  const projector = new Projector(attributes, new PairNumberer(arena));
  const [left, right] = halve(attributes, [...attributes.keys()]).map((positions) => projector.onto(positions)) as [
    ReturnType<Projector['onto']>,
    ReturnType<Projector['onto']>,
  ];
  const { ids, firsts } = distinctPairs(left, right);
  const size = firsts.length;
  const rowsOf = sumBy(ids, weights, size);
  const at = arena.allocate(4 * size);
  [pick(left.ids, firsts), pick(right.ids, firsts), rowsOf, firsts].forEach((part, index) =>
    arena.heap.set(part, at + index * size),
  );
  const sides = { left: left.projection, right: right.projection };
  return new ClassBase(new ClassCounter(arena, k), sides, new Int32Array(0), { at, size });
}
