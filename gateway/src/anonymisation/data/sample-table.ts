import { readFileSync } from 'node:fs';
import { hasText } from './column-text';
import type { DataSet } from './data-set';
import { dataSetAt } from './data-set';
import { withDuck, type DuckConnection } from './duckdb';
import { duckColumns, duckSource, duckText, headOf } from './duckdb-source';
import { quoteName } from './grouping-statement';
import { isSmallCsv } from './open-table';
import { readCsv } from './read-csv';
import { encodeRows, type TupleTable } from './tuple-table';
import { AnonymisationError } from '../anonymisation-error';

/** Rows that are looked at of what is not looked at whole. */
const ROWS = 100_000;
const MEMORY = 512e6;

/**
 * Names of the columns of a file, or of a folder of files; those whose values have no text are passed over.
 * @throws AnonymisationError where they cannot be read
 */
export async function columnNames(path: string): Promise<readonly string[]> {
  const data = dataSetAt(path);
  if (isSmallCsv(data)) return headOf(data.files[0]!).names;
  return withDuck({ memory: MEMORY }, (connection) => textNames(connection, data));
}

/**
 * All columns of a file, for a first look.
 * @returns the rows, and whether these are all
 * @throws AnonymisationError where they cannot be read
 */
export async function sampleTable(path: string): Promise<{ readonly table: TupleTable; readonly isWhole: boolean }> {
  const data = dataSetAt(path);
  if (isSmallCsv(data)) return { table: readCsv(readFileSync(data.files[0]!)), isWhole: true };
  const table = await withDuck({ memory: MEMORY }, (connection) => firstRows(connection, data));
  return { table, isWhole: table.rows < ROWS };
}

const textNames = async (connection: DuckConnection, data: DataSet): Promise<readonly string[]> =>
  (await duckColumns(connection, data)).filter(hasText).map(({ name }) => name);

async function firstRows(connection: DuckConnection, data: DataSet): Promise<TupleTable> {
  const names = await textNames(connection, data);
  const source = await duckSource(connection, data, names);
  const values = names.map((name) => `COALESCE(${duckText(quoteName(name))}, '')`);
  const read = await connection.runAndReadAll(`SELECT ${values.join(', ')} FROM ${source} LIMIT ${ROWS}`);
  const rows = read.getRows().map((row) => row.map(String));
  if (rows.length === 0) throw new AnonymisationError('empty-data', 'the data has no row');
  return encodeRows(names, rows);
}
