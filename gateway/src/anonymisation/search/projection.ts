import { numberPairs } from './pair-numbering';
import type { SearchAttribute } from './search-attribute';

/** The generalised tuples of a projection at some levels. */
export interface Classes {
  /** Class of each distinct tuple. */
  readonly map: Int32Array;
  readonly count: number;
}

/** The distinct tuples of some attributes, and their classes at any levels of these. */
export interface Projection {
  /** Positions of the attributes. */
  readonly attributes: readonly number[];
  /** Distinct tuples. */
  readonly size: number;
  /** Classes at the levels of a node of the whole lattice; the levels of other attributes are not looked at. */
  classes(levels: Int32Array): Classes;
}

/** One attribute. */
export class SingleProjection implements Projection {
  readonly attributes: readonly number[];

  constructor(
    private readonly position: number,
    private readonly attribute: SearchAttribute,
  ) {
    this.attributes = [position];
  }

  get size(): number {
    return this.attribute.values;
  }

  classes(levels: Int32Array): Classes {
    return this.attribute.levels[levels[this.position]!]!;
  }
}

/** Two projections side by side: what is distinct in both together. */
export class PairProjection implements Projection {
  readonly attributes: readonly number[];
  private readonly cache = new Map<number, Classes>();
  private readonly strides: readonly number[];

  constructor(
    readonly left: Projection,
    readonly right: Projection,
    /** Tuple of each side, one a distinct tuple of both. */
    readonly leftIds: Int32Array,
    readonly rightIds: Int32Array,
    heights: readonly number[],
  ) {
    this.attributes = [...left.attributes, ...right.attributes];
    let stride = 1;
    this.strides = this.attributes.map((attribute) => {
      const mine = stride;
      stride *= heights[attribute]!;
      return mine;
    });
  }

  get size(): number {
    return this.leftIds.length;
  }

  classes(levels: Int32Array): Classes {
    let key = 0;
    for (let at = 0; at < this.attributes.length; at++) key += levels[this.attributes[at]!]! * this.strides[at]!;
    let classes = this.cache.get(key);
    if (classes === undefined) {
      classes = this.group(this.left.classes(levels), this.right.classes(levels));
      this.cache.set(key, classes);
    }
    return classes;
  }

  private group(left: Classes, right: Classes): Classes {
    const { leftIds, rightIds } = this;
    const { ids, count } = numberPairs(
      leftIds.map((id) => left.map[id]!),
      rightIds.map((id) => right.map[id]!),
      left.count,
      right.count,
    );
    return { map: ids, count };
  }
}

/** A projection and the distinct tuple each input position has in it. */
export interface Built {
  readonly projection: Projection;
  readonly ids: Int32Array;
  /** An input position that has each distinct tuple. */
  readonly firsts: Int32Array;
}

/** Projects the rows of a table onto some attributes, halving them until they are single. */
export function projectOnto(attributes: readonly SearchAttribute[], positions: readonly number[]): Built {
  const only = positions[0];
  if (only === undefined) return projectOntoNothing(attributes[0]!.codes.length);
  if (positions.length === 1) {
    const { codes, values } = attributes[only]!;
    return { projection: new SingleProjection(only, attributes[only]!), ids: codes, firsts: firstsOf(codes, values) };
  }
  const [leftPositions, rightPositions] = halve(attributes, positions);
  return joinProjections(
    projectOnto(attributes, leftPositions),
    projectOnto(attributes, rightPositions),
    attributes,
  );
}

export function joinProjections(
  left: Built,
  right: Built,
  attributes: readonly SearchAttribute[],
): Built & { readonly projection: PairProjection } {
  const { ids, count } = numberPairs(left.ids, right.ids, left.projection.size, right.projection.size);
  const firsts = firstsOf(ids, count);
  const projection = new PairProjection(
    left.projection,
    right.projection,
    firsts.map((first) => left.ids[first]!),
    firsts.map((first) => right.ids[first]!),
    attributes.map(({ levels }) => levels.length),
  );
  return { projection, ids, firsts };
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

/** The other side of a single attribute: one tuple for all. */
function projectOntoNothing(rows: number): Built {
  const all = { map: new Int32Array(1), count: 1 };
  return {
    projection: { attributes: [], size: 1, classes: () => all },
    ids: new Int32Array(rows),
    firsts: new Int32Array(1),
  };
}

function firstsOf(ids: Int32Array, count: number): Int32Array {
  const firsts = new Int32Array(count);
  for (let at = ids.length - 1; at >= 0; at--) firsts[ids[at]!] = at;
  return firsts;
}
