import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { AnonymisationError } from '../anonymisation-error';
import { CsvScanner } from './csv-scanner';
import { openDuck } from './duckdb';
import { allOf } from './group-file';
import { quoteName, sourceOf } from './grouping-statement';
import { readCsv } from './read-csv';
import { encodeRows, type TupleTable } from './tuple-table';

/** CSV up to this size is looked at whole; of all else the first rows are. */
const WHOLE = 128 * 1024 * 1024;
const ROWS = 100_000;
/** Bytes of a CSV file in which its header must be. */
const HEADER = 4 * 1024 * 1024;

const isCsv = (path: string): boolean => /\.(csv|tsv|txt|data)$/i.test(path) && statSync(path).isFile();

/** Names of the columns of a file, or of a folder of files. @throws AnonymisationError where they cannot be read */
export async function columnNames(path: string): Promise<readonly string[]> {
  requireThere(path);
  if (!isCsv(path)) return (await firstRows(path, 1)).columns.map(({ name }) => name);
  const file = openSync(path, 'r');
  try {
    const bytes = new Uint8Array(Math.min(HEADER, fstatSync(file).size));
    readSync(file, bytes);
    return new CsvScanner(bytes).header();
  } finally {
    closeSync(file);
  }
}

/**
 * All columns of a file, for a first look.
 * @returns the rows, and whether these are all
 * @throws AnonymisationError where they cannot be read
 */
export async function sampleTable(path: string): Promise<{ readonly table: TupleTable; readonly isWhole: boolean }> {
  requireThere(path);
  if (isCsv(path) && statSync(path).size <= WHOLE) return { table: readCsv(readFileSync(path)), isWhole: true };
  const table = await firstRows(path, ROWS);
  return { table, isWhole: table.rows < ROWS };
}

/** @throws AnonymisationError for a path at which there is nothing */
export function requireThere(path: string): void {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) {
    throw new AnonymisationError('unreadable', `${path} is not there`);
  }
}

async function firstRows(path: string, most: number): Promise<TupleTable> {
  const connection = await openDuck('512MB');
  const source = sourceOf(statSync(path).isDirectory() ? allOf(path) : path);
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`);
  const names = described.getRows().map(([name]) => String(name));
  const values = names.map((name) => `COALESCE(CAST(${quoteName(name)} AS VARCHAR), '')`);
  const read = await connection.runAndReadAll(`SELECT ${values.join(', ')} FROM ${source} LIMIT ${most}`);
  const rows = read.getRows().map((row) => row.map(String));
  if (rows.length === 0) throw new AnonymisationError('empty-data', `${path} has no row`);
  return encodeRows(names, rows);
}
