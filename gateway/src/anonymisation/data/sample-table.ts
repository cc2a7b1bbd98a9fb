import { readFileSync } from 'node:fs';
import { AnonymisationError } from '../anonymisation-error';
import { hasText, type DescribedColumn } from './column-text';
import { dataSourceOf, type DataSource } from './data-source';
import { withDuck } from './duckdb';
import { duckColumns, duckSource, duckText, headOf } from './duckdb-source';
import { castText, textsOf, type TextOf } from './grouping-statement';
import { isSmallCsv } from './open-table';
import { inPostgresql } from './postgresql-table';
import { readCsv } from './read-csv';
import { encodeRows, type TupleTable } from './tuple-table';

/** Rows that are looked at of what is not looked at whole. */
const ROWS = 100_000;
const MEMORY = 512e6;

/**
 * Names of the columns of a data set; those whose values have no text are passed over.
 * @throws AnonymisationError where they cannot be read
 */
export async function columnNames(given: string): Promise<readonly string[]> {
  const source = dataSourceOf(given);
  return readableOf(await described(source));
}

/**
 * All columns of a data set, for a first look.
 * @returns the rows, and whether these are all
 * @throws AnonymisationError where they cannot be read
 */
export async function sampleTable(given: string): Promise<{ readonly table: TupleTable; readonly isWhole: boolean }> {
  const source = dataSourceOf(given);
  if (source.kind === 'files' && isSmallCsv(source.data)) {
    return { table: readCsv(readFileSync(source.data.files[0]!)), isWhole: true };
  }
  const names = readableOf(await described(source));
  const rows = await firstRows(source, names);
  if (rows.length === 0) throw new AnonymisationError('empty-data', 'the data has no row');
  return { table: encodeRows(names, rows), isWhole: rows.length < ROWS };
}

const readableOf = (columns: readonly DescribedColumn[]): readonly string[] =>
  columns.filter(hasText).map(({ name }) => name);

async function described(source: DataSource): Promise<readonly DescribedColumn[]> {
  if (source.kind === 'postgresql') return inPostgresql(source.url, source.table, async (table) => table.described);
  const { data } = source;
  if (isSmallCsv(data)) return headOf(data.files[0]!).names.map((name) => ({ name, type: 'text' }));
  return withDuck({ memory: MEMORY }, (connection) => duckColumns(connection, data));
}

async function firstRows(source: DataSource, names: readonly string[]): Promise<readonly (readonly string[])[]> {
  const statement = (from: string, textOf: TextOf): string =>
    `SELECT ${textsOf(names, textOf)} FROM ${from} LIMIT ${ROWS}`;
  if (source.kind === 'postgresql') {
    return inPostgresql(source.url, source.table, async ({ client, name }) => {
      const text = statement(name, castText);
      return (await client.query({ text, rowMode: 'array' })).rows as string[][];
    });
  }
  return withDuck({ memory: MEMORY }, async (connection) => {
    const read = await connection.runAndReadAll(statement(await duckSource(connection, source.data, names), duckText));
    return read.getRows().map((row) => row.map(String));
  });
}
