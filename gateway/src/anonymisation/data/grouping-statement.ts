import { AnonymisationError } from '../anonymisation-error';

/**
 * The statement that counts distinct tuples (step 3 of the paper): any engine that speaks SQL and holds the data can do
 * it, and the counts of partitions add up.
 * @param source - table, or what stands for one
 */
export function groupingStatement(source: string, columns: readonly string[]): string {
  const names = columns.map(quoteName);
  const values = names.map((name) => `COALESCE(CAST(${name} AS VARCHAR), '') AS ${name}`);
  // The values as they are make the groups; text is made of the few that are left.
  return `SELECT ${values.join(', ')}, n AS "number of rows" FROM (SELECT ${names.join(', ')}, COUNT(*) AS n FROM ${source} GROUP BY ${names.join(', ')}) AS grouped`;
}

export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** How DuckDB reads a file, or all files of a folder, by their ending. */
export function sourceOf(path: string): string {
  const file = `'${path.replaceAll("'", "''")}'`;
  if (/\.(parquet|pq)$/i.test(path)) return `read_parquet(${file})`;
  if (/\.(jsonl|ndjson|json)$/i.test(path)) return `read_ndjson(${file})`;
  if (/\.(csv|tsv|txt|data)(\.gz)?$/i.test(path)) return `read_csv(${file}, header = true, all_varchar = true)`;
  throw new AnonymisationError('unreadable', `${path} is neither CSV, Parquet nor JSON lines by its name`);
}
