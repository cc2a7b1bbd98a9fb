import type { TupleTable } from '../src/anonymisation/data/tuple-table';

/** What a table says, whatever the order of its tuples: values and number of rows, one text each. */
export function tuplesOf({ columns, weights }: TupleTable): string[] {
  const rows = new Map<string, number>();
  for (const [at, weight] of weights.entries()) {
    const tuple = columns.map(({ values, codes }) => values[codes[at]!]!).join('|');
    rows.set(tuple, (rows.get(tuple) ?? 0) + weight);
  }
  return [...rows].map(([tuple, count]) => `${tuple}|${count}`).sort();
}

/** Whether an optional dependency is installed. */
export function isInstalled(name: string): boolean {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
}
