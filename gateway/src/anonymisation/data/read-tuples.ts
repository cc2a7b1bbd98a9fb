import type { DuckChunk, DuckConnection } from './duckdb';
import { countName, quoteName } from './grouping-statement';
import type { TupleTable } from './tuple-table';

/** The table of tuples in the database: texts of the columns, then the number of rows. */
export const TUPLES = 'tuples';

/**
 * Takes a table of tuples out of DuckDB. Values are numbered there, after grouping: a tenth of the work of numbering rows;
 * what comes out are the database's own vectors of whole numbers, chunk by chunk. Enumerations would number them as well,
 * but take three times as long where values are many.
 */
export async function readTuples(connection: DuckConnection, columns: readonly string[]): Promise<TupleTable> {
  const dictionaries: string[][] = [];
  for (const [at, name] of columns.entries()) {
    const values = `SELECT DISTINCT ${quoteName(name)} AS value FROM ${TUPLES}`;
    const numbered = `SELECT value, (row_number() OVER (ORDER BY value) - 1)::INTEGER AS code FROM (${values})`;
    await connection.run(`CREATE TEMP TABLE dictionary${at} AS ${numbered}`);
    dictionaries.push(await texts(connection, `SELECT value FROM dictionary${at} ORDER BY code`));
  }
  const codes = columns.map((_, at) => `dictionary${at}.code`);
  const joins = columns.map(
    (name, at) => `JOIN dictionary${at} ON dictionary${at}.value = ${TUPLES}.${quoteName(name)}`,
  );
  const weight = `${quoteName(countName(columns))}::INTEGER`;
  const statement = `SELECT ${[...codes, weight].join(', ')} FROM ${TUPLES} ${joins.join(' ')}`;
  const numbers = await integers(connection, statement, columns.length + 1);
  const weights = numbers.pop()!;
  return {
    columns: columns.map((name, at) => ({ name, values: dictionaries[at]!, codes: numbers[at]! })),
    weights,
    rows: weights.reduce((sum, rows) => sum + rows, 0),
  };
}

/** The columns of a result that has nothing but 32-bit whole numbers. */
async function integers(connection: DuckConnection, statement: string, width: number): Promise<Int32Array[]> {
  const counted = await connection.runAndReadAll(`SELECT COUNT(*) FROM ${TUPLES}`);
  const length = Number(counted.getRows()[0]![0]);
  const columns = Array.from({ length: width }, () => new Int32Array(length));
  let at = 0;
  await eachChunk(connection, statement, (chunk) => {
    for (const [column, all] of columns.entries()) {
      all.set((chunk.getColumnVector(column).items as Int32Array).subarray(0, chunk.rowCount), at);
    }
    at += chunk.rowCount;
  });
  return columns;
}

/** The one column of a result that is text. */
async function texts(connection: DuckConnection, statement: string): Promise<string[]> {
  const values: string[] = [];
  await eachChunk(connection, statement, (chunk) => {
    const vector = chunk.getColumnVector(0);
    for (let row = 0; row < chunk.rowCount; row++) values.push(String(vector.getItem(row)));
  });
  return values;
}

async function eachChunk(
  connection: DuckConnection,
  statement: string,
  take: (chunk: DuckChunk) => void,
): Promise<void> {
  const result = await connection.stream(statement);
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    take(chunk);
  }
}
