import type { Arena } from './arena';
import { firstsOf, numberPairs, pairOrder, pick } from './pair-numbering';
import type { PairNumberer } from './pair-numberer';
import type { SearchAttribute } from './search-attribute';

/** The generalised tuples of a projection at some levels: in the arena from `at`, the class of each distinct tuple. */
export interface Classes {
  readonly at: number;
  readonly count: number;
}

/** The distinct tuples of some attributes, and their classes at any levels of these. */
export interface Projection {
  /** Distinct tuples. */
  readonly size: number;
  /** Classes at the levels of a node of the whole lattice; the levels of other attributes are not looked at. */
  classes(levels: Int32Array): Classes;
}

/** A projection, the distinct tuple each input position has in it, and an input position that has each tuple. */
export interface Projected<P extends Projection = Projection> {
  readonly projection: P;
  readonly ids: Int32Array;
  readonly firsts: Int32Array;
}

/** One attribute. */
class SingleProjection implements Projection {
  readonly size: number;
  private readonly levels: readonly Classes[];

  constructor(
    private readonly position: number,
    { values, levels }: SearchAttribute,
    arena: Arena,
  ) {
    this.size = values;
    this.levels = levels.map(({ map, count }) => ({ at: arena.store(map), count }));
  }

  classes(levels: Int32Array): Classes {
    return this.levels[levels[this.position]!]!;
  }
}

/** Two projections side by side: what is distinct in both together. */
class PairProjection implements Projection {
  private readonly cache = new Map<number, Classes>();

  constructor(
    private readonly left: Projection,
    private readonly right: Projection,
    private readonly pairs: { readonly at: number; readonly size: number },
    private readonly numberer: PairNumberer,
    /** For each attribute, what its level adds to the key of the cache; 0 for those not in the projection. */
    private readonly strides: readonly number[],
  ) {}

  get size(): number {
    return this.pairs.size;
  }

  classes(levels: Int32Array): Classes {
    const key = this.strides.reduce((sum, stride, attribute) => sum + stride * levels[attribute]!, 0);
    const known = this.cache.get(key);
    if (known !== undefined) return known;
    const classes = this.numberer.number(this.pairs, this.left.classes(levels), this.right.classes(levels));
    this.cache.set(key, classes);
    return classes;
  }
}

/** Projects the rows of a table onto attributes, halving these until they are single. */
export class Projector {
  constructor(
    private readonly attributes: readonly SearchAttribute[],
    private readonly numberer: PairNumberer,
  ) {}

  /** @param positions - of the attributes */
  onto(positions: readonly number[]): Projected {
    const only = positions[0];
    if (only === undefined) return this.ontoNothing();
    if (positions.length > 1) return this.ontoPair(positions);
    const attribute = this.attributes[only]!;
    return {
      projection: new SingleProjection(only, attribute, this.numberer.arena),
      ids: attribute.codes,
      firsts: firstsOf(attribute.codes, attribute.values),
    };
  }

  private ontoPair(positions: readonly number[]): Projected {
    const [leftPositions, rightPositions] = halve(this.attributes, positions);
    const left = this.onto(leftPositions);
    const right = this.onto(rightPositions);
    const { ids, firsts } = distinctPairs(left, right);
    let stride = 1;
    const strides = this.attributes.map(({ levels }, position) => {
      if (!positions.includes(position)) return 0;
      stride *= levels.length;
      return stride / levels.length;
    });
    const { arena } = this.numberer;
    const at = arena.allocate(2 * firsts.length);
    arena.heap.set(pick(left.ids, firsts), at);
    arena.heap.set(pick(right.ids, firsts), at + firsts.length);
    const pairs = { at, size: firsts.length };
    return {
      projection: new PairProjection(left.projection, right.projection, pairs, this.numberer, strides),
      ids,
      firsts,
    };
  }

  /** The other side of a single attribute: one tuple for all. */
  private ontoNothing(): Projected {
    const all = { at: this.numberer.arena.store(new Int32Array(1)), count: 1 };
    const ids = new Int32Array(this.attributes[0]!.codes.length);
    return { projection: { size: 1, classes: () => all }, ids, firsts: new Int32Array(1) };
  }
}

/** Two halves whose tables of tuples are about as large. */
export function halve(attributes: readonly SearchAttribute[], positions: readonly number[]): [number[], number[]] {
  const halves: [number[], number[]] = [[], []];
  const sizes = [1, 1];
  const largestFirst = positions.toSorted((one, other) => attributes[other]!.values - attributes[one]!.values);
  for (const position of largestFirst) {
    const half = sizes[0]! <= sizes[1]! ? 0 : 1;
    halves[half].push(position);
    sizes[half]! *= Math.max(2, attributes[position]!.values);
  }
  return halves;
}

/** Distinct pairs of two projections; those near in both sides get near numbers, which keeps counting in the cache. */
export function distinctPairs(left: Projected, right: Projected): { ids: Int32Array; firsts: Int32Array } {
  const [lefts, rights] = [left.projection.size, right.projection.size];
  const { ids, count } = numberPairs(left.ids, right.ids, lefts, rights);
  const seen = firstsOf(ids, count);
  const order = pairOrder(pick(left.ids, seen), pick(right.ids, seen), lefts, rights);
  const rank = new Int32Array(count);
  for (let at = 0; at < count; at++) rank[order[at]!] = at;
  return { ids: pick(rank, ids), firsts: pick(seen, order) };
}
