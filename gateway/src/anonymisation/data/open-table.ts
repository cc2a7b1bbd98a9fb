import { readFileSync } from 'node:fs';
import type { DataSet } from './data-set';
import { dataSourceOf } from './data-source';
import { groupByDatabase } from './group-by-database';
import type { GroupingLimits } from './grouping-bounds';
import { requireOneRowEach } from './one-row-each';
import { readCsv } from './read-csv';
import type { TupleTable } from './tuple-table';

/** CSV up to this size is read here, whole; what is larger goes through DuckDB, and so do all other formats. */
const READ_WHOLE = 128 * 1024 * 1024;

/**
 * Reads columns of a data set as text: CSV, Parquet or JSON lines in a file or a folder, or a table of PostgreSQL
 * (`postgresql://USER@HOST/DATABASE?table=TABLE`).
 * @throws AnonymisationError for data that cannot be read, lacks a column or is more than the limits allow
 */
export async function openTable(
  given: string,
  columns: readonly string[],
  limits: GroupingLimits = {},
): Promise<TupleTable> {
  const source = dataSourceOf(given);
  return source.kind === 'files' && isSmallCsv(source.data)
    ? readCsv(readFileSync(source.data.files[0]!), { columns })
    : groupByDatabase(source, columns, limits);
}

/**
 * Reads columns of a data set in which every row is another patient; the patients' own column does not come along. Where a
 * database counts, it counts patients as well: with their column, every row would be a tuple.
 * @throws AnonymisationError as `openTable` does, and where a patient has several rows
 */
export async function openPatients(
  given: string,
  patient: string,
  columns: readonly string[],
  limits: GroupingLimits = {},
): Promise<TupleTable> {
  const source = dataSourceOf(given);
  const others = columns.filter((name) => name !== patient);
  if (source.kind !== 'files' || !isSmallCsv(source.data)) return groupByDatabase(source, others, limits, patient);
  const table = readCsv(readFileSync(source.data.files[0]!), { columns: [patient, ...others] });
  requireOneRowEach(table, patient);
  return { ...table, columns: table.columns.slice(1), hasOneRowEach: true };
}

/** Is it read by this process? */
export const isSmallCsv = ({ format, files, partitionedBy, size }: DataSet): boolean =>
  format === 'csv' &&
  files.length === 1 &&
  partitionedBy.length === 0 &&
  size <= READ_WHOLE &&
  !files[0]!.toLowerCase().endsWith('.gz');
