import { leavesOf, type Hierarchy } from '../hierarchy/hierarchy';
import type { Column } from '../data/tuple-table';

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

/** @throws AnonymisationError naming values of the data that the hierarchy lacks */
export function searchAttribute(column: Column, hierarchy: Hierarchy): SearchAttribute {
  const leaf = leavesOf(hierarchy, column.values);
  const levels = hierarchy.levels.map(({ ofLeaf, leaves }) => {
    const number = new Map<number, number>();
    const map = leaf.map((position) => {
      const value = ofLeaf[position]!;
      const known = number.get(value) ?? number.size;
      number.set(value, known);
      return known;
    });
    return { map, count: number.size, leaves: leaf.map((position) => leaves[ofLeaf[position]!]!) };
  });
  return {
    name: column.name,
    codes: column.codes,
    values: column.values.length,
    levels,
    domain: hierarchy.leaves.length,
  };
}
