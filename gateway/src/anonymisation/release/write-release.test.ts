import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { isInstalled } from '../../../test/tuples-of';
import { withDuck } from '../data/duckdb';
import { releaseCsv } from './release';
import { writeRelease } from './write-release';

const TABLE = {
  columns: ['age', 'the "town", at night', 'Number', 'hiv(Y)'],
  rows: [
    ['11-20', 'x, "y"', 7, -2],
    ['*', '', 12, 3],
  ],
};

describe('a released table', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rx-write-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is written as CSV, with the hash of what lies there', async () => {
    const path = join(folder, 'release.csv');
    writeFileSync(path, 'older');
    const written = await writeRelease(TABLE, path);
    const bytes = readFileSync(path);
    expect(bytes.toString()).toBe([...releaseCsv(TABLE)].join(''));
    expect(written).toEqual({ sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length });
    expect(readdirSync(folder)).toEqual(['release.csv']);
  });

  (isInstalled('@duckdb/node-api') ? describe : describe.skip)('through DuckDB', () => {
    it('is written as Parquet, text as text and counts as numbers', async () => {
      const path = join(folder, 'release.parquet');
      const rows = function* () {
        yield* TABLE.rows;
        for (let at = 0; at < 200_000; at++) yield [String(at), 'z', at, -at];
      };
      await writeRelease({ ...TABLE, rows: rows() }, path);
      const [types, some, sum] = await withDuck({ memory: 256e6, keepsOrder: true }, async (connection) => {
        const read = async (sql: string) => (await connection.runAndReadAll(sql)).getRows();
        return [
          (await read(`DESCRIBE SELECT * FROM '${path}'`)).map(([name, type]) => [name, type]),
          await read(`SELECT * FROM '${path}' LIMIT 3`),
          await read(`SELECT COUNT(*), SUM("Number") FROM '${path}'`),
        ];
      });
      expect(types).toEqual(TABLE.columns.map((name, at) => [name, at < 2 ? 'VARCHAR' : 'BIGINT']));
      expect(some).toEqual([...TABLE.rows, ['0', 'z', 0, 0]].map(([a, b, n, y]) => [a, b, BigInt(n!), BigInt(y!)]));
      expect(sum).toEqual([[200_002n, (200_000n * 199_999n) / 2n + 19n]]);
      expect(readdirSync(folder)).toEqual(['release.parquet']);
    });
  });

  it.each(['release.csv', 'release.parquet'])(
    'leaves nothing of %s behind where writing fails half-way',
    async (name) => {
      const rows = function* () {
        for (let at = 0; at < 50_000; at++) yield [at, 'z', at, at];
        throw Object.assign(new Error('write'), { code: 'ENOSPC' });
      };
      await expect(writeRelease({ ...TABLE, rows: rows() }, join(folder, name))).rejects.toThrow(
        /could not be written \(ENOSPC\); make room on the disk/,
      );
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  it('is refused where the folder is not there', async () => {
    await expect(writeRelease(TABLE, join(folder, 'no', 'release.csv'))).rejects.toMatchObject({ code: 'unwritable' });
  });
});
