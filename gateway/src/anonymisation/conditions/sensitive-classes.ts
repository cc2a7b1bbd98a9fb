import type { Column, TupleTable } from '../data/tuple-table';
import { leavesOf, type Hierarchy } from '../hierarchy/hierarchy';
import { firstsOf, numberPairs, pick, sumBy, type PairNumbering } from '../search/pair-numbering';
import type { Condition, Counts } from './condition';

/** The classes of a table at some levels, with how often each sensitive value occurs in them. */
export interface SensitiveClasses {
  readonly rows: Int32Array;
  /** How often each sensitive value occurs in a class, in the order of the column's values. */
  countsIn(id: number): Counts;
  /** Counts over the whole table. */
  readonly all: readonly number[];
  /** An input position in each class. */
  readonly firsts: Int32Array;
}

export function sensitiveClasses(
  { columns, weights }: TupleTable,
  hierarchies: readonly Hierarchy[],
  levels: readonly number[],
  sensitive: Column,
): SensitiveClasses {
  const sides = columns.map(({ values, codes }, at): PairNumbering => {
    const leaf = leavesOf(hierarchies[at]!, values);
    const { ofLeaf, values: names } = hierarchies[at]!.levels[levels[at]!]!;
    return { ids: codes.map((code) => ofLeaf[leaf[code]!]!), count: names.length };
  });
  const { ids, count } = sides.reduce((one, other) => numberPairs(one.ids, other.ids, one.count, other.count));
  const rows = sumBy(ids, weights, count);
  const kinds = sensitive.values.length;
  const table = sumBy(
    ids.map((id, at) => id * kinds + sensitive.codes[at]!),
    weights,
    count * kinds,
  );
  const countsIn = (id: number): Counts => Array.from(table.subarray(id * kinds, (id + 1) * kinds));
  return { rows, countsIn, all: [...sumBy(sensitive.codes, weights, kinds)], firsts: firstsOf(ids, count) };
}

/** Which classes have fewer than k rows, or do not meet all conditions. */
export function failingClasses(
  { rows, countsIn, all }: SensitiveClasses,
  conditions: readonly Condition[],
  k = 1,
): number[] {
  const isMet = (id: number): boolean => {
    const counts = countsIn(id);
    return conditions.every((condition) => condition.holds(counts, all));
  };
  return [...rows.keys()].filter((id) => rows[id]! < k || !isMet(id));
}

/** Equal rows as one tuple with the number of them: what is counted again and again is then shorter. */
export function groupTuples(table: TupleTable, sensitive: Column): { table: TupleTable; sensitive: Column } {
  const sides = [...table.columns, sensitive].map(({ codes, values }) => ({ ids: codes, count: values.length }));
  const { ids, count } = sides.reduce((one, other) => numberPairs(one.ids, other.ids, one.count, other.count));
  const firsts = firstsOf(ids, count);
  const grouped = (column: Column): Column => ({ ...column, codes: pick(column.codes, firsts) });
  const columns = table.columns.map(grouped);
  return {
    table: { columns, weights: sumBy(ids, table.weights, count), rows: table.rows },
    sensitive: grouped(sensitive),
  };
}
