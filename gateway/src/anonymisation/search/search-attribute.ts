import { leavesOf, type Hierarchy } from '../hierarchy/hierarchy';
import type { Column } from '../data/tuple-table';
import { pick } from './pair-numbering';

/** One level of an attribute, restricted to the values of the data. */
export interface SearchLevel {
  /** Generalised value for each value of the data, numbered densely. */
  readonly map: Int32Array;
  readonly count: number;
  /** Leaves of the whole hierarchy under the value that a value of the data becomes. */
  readonly leaves: Int32Array;
}

/** A quasi-identifier as the search sees it. */
export interface SearchAttribute {
  readonly name: string;
  readonly codes: Int32Array;
  readonly values: number;
  readonly levels: readonly SearchLevel[];
  /** Leaves of the whole hierarchy, in the data or not. */
  readonly domain: number;
}

/**
 * Values of the data are renumbered so that what is generalised together is together.
 * @throws AnonymisationError naming values of the data that the hierarchy lacks
 */
export function searchAttribute(column: Column, hierarchy: Hierarchy): SearchAttribute {
  const leafOf = leavesOf(hierarchy, column.values);
  const order = [...column.values.keys()].sort((one, other) => compare(hierarchy, leafOf[one]!, leafOf[other]!));
  const rank = new Int32Array(order.length);
  order.forEach((value, at) => (rank[value] = at));
  const levels = hierarchy.levels.map(({ ofLeaf, leaves }) => {
    const map = new Int32Array(order.length);
    let count = 0;
    order.forEach((value, at) => {
      const isNew = at === 0 || ofLeaf[leafOf[value]!] !== ofLeaf[leafOf[order[at - 1]!]!];
      if (isNew) count++;
      map[at] = count - 1;
    });
    return { map, count, leaves: Int32Array.from(order, (value) => leaves[ofLeaf[leafOf[value]!]!]!) };
  });
  return {
    name: column.name,
    codes: pick(rank, column.codes),
    values: order.length,
    levels,
    domain: hierarchy.leaves.length,
  };
}

/** By the most general value first, down to the leaf. */
function compare({ levels }: Hierarchy, one: number, other: number): number {
  for (let level = levels.length - 1; level >= 0; level--) {
    const { ofLeaf } = levels[level]!;
    if (ofLeaf[one] !== ofLeaf[other]) return ofLeaf[one]! - ofLeaf[other]!;
  }
  return 0;
}
