import type { Column, TupleTable } from '../data/tuple-table';
import { leavesOf, type Hierarchy } from '../hierarchy/hierarchy';
import { firstsOf, numberPairs, sumBy, type PairNumbering } from '../search/pair-numbering';
import type { Condition } from './condition';

/** The classes of a table at some levels, with how often each sensitive value occurs in them. */
export interface SensitiveClasses {
  readonly rows: Int32Array;
  /** One a class: counts in the order of the column's values. */
  readonly counts: readonly (readonly number[])[];
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
  const counts = Array.from(rows, (_, id) => [...table.subarray(id * kinds, (id + 1) * kinds)]);
  return { rows, counts, all: [...sumBy(sensitive.codes, weights, kinds)], firsts: firstsOf(ids, count) };
}

/** Which classes do not meet all conditions. */
export function failingClasses({ counts, all }: SensitiveClasses, conditions: readonly Condition[]): number[] {
  return [...counts.keys()].filter((id) => !conditions.every((condition) => condition.holds(counts[id]!, all)));
}
