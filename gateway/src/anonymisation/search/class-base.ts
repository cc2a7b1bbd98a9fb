import { ClassCounter, type ClassCount, type PairCounts } from './class-counter';
import { halve, joinProjections, projectOnto, type Projection } from './projection';
import type { SearchAttribute } from './search-attribute';

/** The two projections whose pairs are the tuples of all quasi-identifiers. */
export interface Sides {
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

  /** The base at more general levels. */
  at(levels: Int32Array): ClassBase {
    return new ClassBase(this.counter, this.sides, levels.slice(), this);
  }

  /** Counts the classes at the same or more general levels. */
  count(levels: Int32Array): ClassCount {
    return this.counter.count(this.tuples(), this.sides.left.classes(levels), this.sides.right.classes(levels));
  }

  /** The classes of this node itself. */
  get pairs(): PairCounts {
    const { counter, sides, levels, below } = this;
    return (this.made ??=
      below instanceof ClassBase
        ? counter.group(below.tuples(), sides.left.classes(levels), sides.right.classes(levels))
        : below);
  }

  private tuples(): PairCounts {
    if (this.made !== undefined || this.isAsked || !(this.below instanceof ClassBase)) return this.pairs;
    this.isAsked = true;
    return this.below.tuples();
  }
}

/** Counts the classes that a base consists of. */
export function countOwn({ weights }: PairCounts, k: number): ClassCount {
  let smallClasses = 0;
  let smallRows = 0;
  for (const rows of weights) {
    if (rows >= k) continue;
    smallClasses++;
    smallRows += rows;
  }
  return { classes: weights.length, smallClasses, smallRows };
}

/** The base that everything is counted from: the distinct tuples of a table. */
export function tupleBase(attributes: readonly SearchAttribute[], weights: Int32Array, k: number): ClassBase {
  const [leftPositions, rightPositions] = halve(attributes, [...attributes.keys()]);
  const left = projectOnto(attributes, leftPositions);
  const right = projectOnto(attributes, rightPositions);
  const { projection, ids, firsts } = joinProjections(left, right, attributes);
  const rowsOf = new Int32Array(projection.size);
  for (let at = 0; at < ids.length; at++) rowsOf[ids[at]!]! += weights[at]!;
  const pairs = { tuples: firsts, left: projection.leftIds, right: projection.rightIds, weights: rowsOf };
  return new ClassBase(new ClassCounter(k), { left: left.projection, right: right.projection }, new Int32Array(0), pairs);
}
