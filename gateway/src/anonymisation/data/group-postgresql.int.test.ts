import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresqlPrograms, startPostgresql, type TestPostgresql } from '../../../test/postgresql';
import { isInstalled, tuplesOf } from '../../../test/tuples-of';
import { dataSetAt } from './data-set';
import { withDuck } from './duckdb';
import { groupFile } from './group-file';
import { groupingBounds } from './grouping-bounds';
import { mergeTables } from './merge-tables';
import { openTable } from './open-table';
import { openPostgresql } from './postgresql';

const programs = postgresqlPrograms();
const isPossible = programs !== undefined && isInstalled('pg') && isInstalled('@duckdb/node-api');

/** Rows in the dialect that both engines speak: every type that is read as text, with and without a value. */
const ROWS = (from: number, to: number): string => `SELECT
    CASE WHEN i % 3 = 0 THEN 'f' WHEN i % 3 = 1 THEN 'm' ELSE '' END AS sex,
    CAST(CASE WHEN i % 7 = 0 THEN NULL ELSE i % 5 + 20 END AS INTEGER) AS age,
    CAST(i % 4 AS DOUBLE PRECISION) / 2 AS dose,
    CAST(i % 3 AS DECIMAL(6, 2)) AS "price, ""net""",
    CAST('2024-05-01' AS DATE) AS day,
    CAST('2024-05-01 03:04:05.5' AS TIMESTAMP) AS moment,
    i % 2 = 0 AS flag
  FROM generate_series(${from}, ${to}) AS rows(i)`;
const COLUMNS = ['sex', 'age', 'dose', 'price, "net"', 'day', 'moment', 'flag'];

(isPossible ? describe : describe.skip)('a table of PostgreSQL', () => {
  let server: TestPostgresql;
  let folder: string;
  const address = (table: string, password = server.password): string =>
    `postgresql://steward:${password}@127.0.0.1:${server.port}/postgres?table=${encodeURIComponent(table)}`;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rx-group-postgresql-'));
    server = await startPostgresql(programs!);
    const client = await openPostgresql(address('').replace(/\?.*/, ''));
    await client.query('CREATE SCHEMA care');
    await client.query(`CREATE TABLE care."Patients" AS ${ROWS(1, 25_000)}`);
    await client.query('CREATE TABLE odd AS SELECT ARRAY[1, 2] AS several');
    await client.end();
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  const parquet = async (from: number, to: number): Promise<string> => {
    const path = join(folder, `${from}.parquet`);
    await withDuck({ memory: 256e6 }, (connection) =>
      connection.run(`COPY (${ROWS(from, to)}) TO '${path}' (FORMAT parquet)`),
    );
    return path;
  };

  it('is counted to exactly the tuples that DuckDB counts of the same rows', async () => {
    const theirs = await openTable(address('care."Patients"'), COLUMNS);
    const ours = await groupFile(dataSetAt(await parquet(1, 25_000)), COLUMNS, groupingBounds(COLUMNS.length, {}));
    expect(tuplesOf(theirs)).toEqual(tuplesOf(ours));
    expect(theirs.rows).toBe(25_000);
  });

  it('adds up with rows that lie elsewhere', async () => {
    const merged = mergeTables([
      await openTable(address('care."Patients"'), COLUMNS),
      await openTable(await parquet(25_001, 40_000), COLUMNS),
    ]);
    const whole = await openTable(await parquet(1, 40_000), COLUMNS);
    expect(tuplesOf(merged)).toEqual(tuplesOf(whole));
  });

  it.each<[string, () => Promise<unknown>, RegExp]>([
    ['a table that is not there', () => openTable(address('patients'), ['sex']), /^there is no such table/],
    [
      'a column that is not there',
      () => openTable(address('care."Patients"'), ['town']),
      /^no column town; there are sex, age/,
    ],
    ['a column without one text', () => openTable(address('odd'), ['several']), /^several is of type list/],
    [
      'a wrong password',
      () => openTable(address('odd', 'wrong-one'), ['several']),
      /^PostgreSQL does not take the password/,
    ],
    [
      'too many tuples',
      () => openTable(address('care."Patients"'), COLUMNS, { mostTuples: 3 }),
      /more than 3 distinct tuples/,
    ],
  ])('is refused with %s, and the error has no password in it', async (_, open, message) => {
    const error = await open().catch((reason: unknown) => reason as Error);
    expect(error).toMatchObject({ message: expect.stringMatching(message) });
    expect((error as Error).message).not.toContain(server.password);
    expect((error as Error).message).not.toContain('wrong-one');
  });
});
