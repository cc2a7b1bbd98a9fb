import type { Column, TupleTable } from '../data/tuple-table';
import { leavesOf, type Hierarchy } from '../hierarchy/hierarchy';
import { firstsOf, numberPairs, sumBy } from '../search/pair-numbering';
import type { SensitiveTable } from './sensitive-table';

/** Rows that are one after generalisation. */
export interface EquivalenceClass {
  /** Generalised value of each quasi-identifier. */
  readonly values: readonly string[];
  readonly rows: number;
  /** Rows whose sensitive value is the positive one. */
  readonly positives: number;
}

/** The classes of a table at some levels, in the order of their values: nothing of the order of the rows is left. */
export function classesAt(
  { quasiIdentifiers, positives }: SensitiveTable,
  hierarchies: readonly Hierarchy[],
  levels: readonly number[],
): EquivalenceClass[] {
  const { columns, weights } = quasiIdentifiers;
  const sides = columns.map((column, at) => generalised(column, hierarchies[at]!, levels[at]!));
  const { ids, count } = sides.reduce((one, other) => ({
    ...numberPairs(one.ids, other.ids, one.count, other.count),
    values: [],
  }));
  const rows = sumBy(ids, weights, count);
  const positive = sumBy(ids, positives, count);
  return Array.from(firstsOf(ids, count), (first, id) => ({
    values: sides.map((side) => side.values[side.ids[first]!]!),
    rows: rows[id]!,
    positives: positive[id]!,
  })).sort((one, other) => byValues(one.values, other.values));
}

export function byValues(one: readonly string[], other: readonly string[]): number {
  const at = one.findIndex((value, position) => value !== other[position]);
  return at < 0 ? 0 : one[at]! < other[at]! ? -1 : 1;
}

interface Side {
  readonly ids: Int32Array;
  readonly count: number;
  readonly values: readonly string[];
}

function generalised({ values, codes }: Column, hierarchy: Hierarchy, level: number): Side {
  const leaf = leavesOf(hierarchy, values);
  const { ofLeaf, values: names } = hierarchy.levels[level]!;
  return { ids: codes.map((code) => ofLeaf[leaf[code]!]!), count: names.length, values: names };
}

/** Rows of a table without a look at anything sensitive. */
export const withoutSensitive = (quasiIdentifiers: TupleTable): SensitiveTable => ({
  quasiIdentifiers,
  positives: new Int32Array(quasiIdentifiers.weights.length),
});
