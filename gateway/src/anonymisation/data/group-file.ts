import { readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { AnonymisationError } from '../anonymisation-error';
import { openDuck, type DuckConnection } from './duckdb';
import type { GroupingAnswer, GroupingJob } from './group-by-database';
import { groupingStatement, quoteName, sourceOf } from './grouping-statement';
import type { Column } from './tuple-table';

/** Groups a file to its distinct tuples. Values are encoded after grouping: a tenth of the work of encoding rows. */
export async function groupFile({ path, columns, memory, mostTuples }: GroupingJob): Promise<GroupingAnswer> {
  const connection = await openDuck(memory);
  const source = sourceOf(statSync(path).isDirectory() ? allOf(path) : path);
  const there = await namesOf(connection, source);
  const missing = columns.filter((name) => !there.includes(name));
  if (missing.length > 0) {
    throw new AnonymisationError('missing-column', `no column ${missing.join(', ')}: there are ${there.join(', ')}`);
  }
  await connection.run(`CREATE TEMP TABLE tuples AS ${groupingStatement(source, columns)} LIMIT ${mostTuples + 1}`);
  const encoded: Column[] = [];
  for (const [at, name] of columns.entries()) {
    await connection.run(
      `CREATE TYPE dictionary${at} AS ENUM (SELECT DISTINCT ${quoteName(name)} FROM tuples ORDER BY 1)`,
    );
    const dictionary = await connection.runAndReadAll(`SELECT unnest(enum_range(NULL::dictionary${at}))`);
    const codes = await integers(connection, `enum_code(${quoteName(name)}::dictionary${at})::INTEGER`);
    encoded.push({ name, values: dictionary.getRows().map(([value]) => String(value)), codes });
  }
  const weights = await integers(connection, '"number of rows"::INTEGER');
  if (weights.length > mostTuples) {
    throw new AnonymisationError('too-large', `the data has more than ${mostTuples} distinct tuples`);
  }
  if (weights.length === 0) throw new AnonymisationError('empty-data', 'the file has no row');
  return { table: { columns: encoded, weights, rows: weights.reduce((sum, weight) => sum + weight, 0) } };
}

/** All files of a folder that have the ending of the first: what a database calls a data set. */
export function allOf(folder: string): string {
  const first = readdirSync(folder).find((file) => extname(file) !== '');
  if (first === undefined) throw new AnonymisationError('empty-data', `${folder} has no file`);
  return join(folder, `*${extname(first)}`);
}

async function namesOf(connection: DuckConnection, source: string): Promise<string[]> {
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`);
  return described.getRows().map(([name]) => String(name));
}

/** One column of whole numbers of the tuples, as it lies in the database’s own vectors. */
async function integers(connection: DuckConnection, expression: string): Promise<Int32Array> {
  const result = await connection.stream(`SELECT ${expression} FROM tuples ORDER BY rowid`);
  const chunks: Int32Array[] = [];
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    const { items } = chunk.getColumnVector(0);
    chunks.push(items.slice(0, chunk.rowCount));
  }
  const all = new Int32Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
