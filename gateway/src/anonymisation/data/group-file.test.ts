import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { isInstalled, tuplesOf } from '../../../test/tuples-of';
import { dataSetAt } from './data-set';
import { withDuck } from './duckdb';
import { groupFile } from './group-file';
import type { GroupingBounds } from './grouping-bounds';
import { groupingStatement } from './grouping-statement';
import { readCsv } from './read-csv';

const BOUNDS: GroupingBounds = { processMemory: 1e9, databaseMemory: 256e6, mostTuples: 1000, threads: 1 };

describe('the statement that counts tuples', () => {
  it('quotes names, and gives the count a name that no column has', () => {
    expect(groupingStatement('patients', ['a "b"', 'number of rows'])).toBe(
      'SELECT COALESCE(CAST("a ""b""" AS VARCHAR), \'\') AS "a ""b""", ' +
        'COALESCE(CAST("number of rows" AS VARCHAR), \'\') AS "number of rows", "number of rows_" ' +
        'FROM (SELECT "a ""b""", "number of rows", COUNT(*) AS "number of rows_" FROM patients ' +
        'GROUP BY "a ""b""", "number of rows") AS counted',
    );
  });
});

(isInstalled('@duckdb/node-api') ? describe : describe.skip)('rows in files, counted by DuckDB', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rx-group-file-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const put = (name: string, content: string | Uint8Array): string => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const parquet = async (name: string, query: string): Promise<string> => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    await withDuck({ memory: 256e6 }, (connection) =>
      connection.run(`COPY (${query}) TO '${join(folder, name)}' (FORMAT parquet)`),
    );
    return join(folder, name);
  };
  const counted = async (path: string, columns: readonly string[], bounds = BOUNDS): Promise<string[]> =>
    tuplesOf(await groupFile(dataSetAt(path), columns, bounds));

  const CSV = 'sex,age,town\nf,11,x\nf,11,y\nm,12,x\n';

  it('are counted from CSV, packed or not', async () => {
    expect(await counted(put('a.csv', CSV), ['sex', 'age'])).toEqual(['f|11|2', 'm|12|1']);
    expect(await counted(put('a.csv.gz', gzipSync(CSV)), ['age', 'sex'])).toEqual(['11|f|2', '12|m|1']);
  });

  it('are the same from CSV as our own reader reads them', async () => {
    const field = fc.oneof(
      fc.constantFrom('', 'NULL', '01', '1.0', ' a ', 'true', '2024-1-1', 'é', '"', 'a,b', 'a\nb', '""', 'x"y'),
      fc.string({ maxLength: 4 }).filter((text) => !/[\r\n\0]/.test(text)),
    );
    const write = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    const rows = fc.array(fc.tuple(field, field), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(rows, async (some) => {
        const text = `\ufeffa,b\n${some.map((row) => row.map(write).join(',')).join('\n')}\n`;
        const path = put('a.csv', text);
        const ours = readCsv(readFileSync(path), { columns: ['b', 'a'] });
        expect(await counted(path, ['b', 'a'])).toEqual(tuplesOf(ours));
      }),
      { numRuns: 40 },
    );
  });

  it('are counted from Parquet: numbers, dates and Booleans by one text each, nothing as the empty text', async () => {
    const path = await parquet(
      'a.parquet',
      `SELECT 11 AS whole, 11.0::DOUBLE AS float, 1.50::DECIMAL(4, 2) AS decimal, DATE '2024-05-01' AS day, true AS flag,
       TIMESTAMPTZ '2024-05-01 03:00:00+02' AS zoned, NULL::INTEGER AS nothing, '01' AS text, '1.0' AS dotted`,
    );
    const columns = ['whole', 'float', 'decimal', 'day', 'flag', 'zoned', 'nothing', 'text', 'dotted'];
    expect(await counted(path, columns)).toEqual(['11|11|1.50|2024-05-01|true|2024-05-01 01:00:00+00||01|1.0|1']);
  });

  it('are counted from JSON lines as they are written, whatever they look like', async () => {
    const path = put('a.jsonl', '{"a":1.0,"b":"2024-05-01T00:00:00"}\n{"b":true,"a":null}\n{"a":"01"}\n');
    expect(await counted(path, ['a', 'b'])).toEqual(['01||1', '1.0|2024-05-01T00:00:00|1', '|true|1']);
  });

  it('are counted together from all files of a folder, whatever the order of their columns', async () => {
    put('csv/1.csv', CSV);
    put('csv/more/2.csv', 'age;sex\n12;m\n');
    expect(await counted(join(folder, 'csv'), ['sex', 'age'])).toEqual(['f|11|2', 'm|12|2']);
    await parquet('pq/1.parquet', "SELECT 'f' AS sex, 11 AS age");
    await parquet('pq/2.parquet', "SELECT 12 AS age, 'm' AS sex, 'x' AS town");
    expect(await counted(join(folder, 'pq'), ['sex', 'age'])).toEqual(['f|11|1', 'm|12|1']);
  });

  it('have the columns that stand in the names of folders, in every format', async () => {
    put('csv/month=05/1.csv', CSV);
    put('csv/month=06/1.csv', CSV);
    put('json/month=05/1.jsonl', '{"sex":"f"}\n');
    await parquet('pq/month=05/1.parquet', "SELECT 'f' AS sex");
    expect(await counted(join(folder, 'csv'), ['sex', 'month'])).toEqual(['f|05|2', 'f|06|2', 'm|05|1', 'm|06|1']);
    expect(await counted(join(folder, 'json'), ['sex', 'month'])).toEqual(['f|05|1']);
    expect(await counted(join(folder, 'pq'), ['month', 'sex'])).toEqual(['05|f|1']);
  });

  it.each<[string, string, RegExp]>([
    ['a line too short', 'sex,age\nf,1\nf\n', /^line 3: the fields are not those of the header, or a quote is wrong/],
    ['a line too long', 'sex,age\nf,1,patient-7\n', /^line 2: the fields/],
    ['a quote never closed', 'sex,age\nf,"1\n', /^line 2: the fields/],
    ['lines that end in two ways', 'sex,age\r\nf,1\nm,2\r\n', /^the lines do not all end alike/],
    ['no row', 'sex,age\n', /^the data has no row/],
    ['a column missing', 'sex,town\nf,x\n', /^no column age; there are sex, town/],
  ])('are refused with %s, and no word of what is in the file', async (_, text, message) => {
    const refused = counted(put('a.csv', text), ['sex', 'age']);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.not.toThrow(/patient-7/);
  });

  it('are refused with bytes that are not UTF-8', async () => {
    await expect(counted(put('a.csv', Buffer.from('sex\n\xe9\n', 'latin1')), ['sex'])).rejects.toThrow(/^line 2/);
  });

  it('are refused where a file is not what its name says, or a column has no text', async () => {
    await expect(counted(put('a.parquet', 'text'), ['sex'])).rejects.toMatchObject({ code: 'unreadable' });
    await expect(counted(put('a.jsonl', '{"sex":"f"}\n{"sex":\n'), ['sex'])).rejects.toMatchObject({
      code: 'unreadable',
    });
    const path = await parquet('b.parquet', "SELECT ['f'] AS sex");
    await expect(counted(path, ['sex'])).rejects.toThrow(/sex is of type list; make it text/);
  });

  it('are refused with more distinct tuples than allowed', async () => {
    const few = { ...BOUNDS, mostTuples: 1 };
    await expect(counted(put('a.csv', CSV), ['sex', 'age'], few)).rejects.toThrow(
      /more than 1 distinct tuples; allow more memory/,
    );
    expect(await counted(put('a.csv', CSV), ['town'], { ...BOUNDS, mostTuples: 2 })).toHaveLength(2);
  });

  it('are refused past the memory of the database, unless it is given a folder for what does not fit', async () => {
    const many = await parquet('many.parquet', "SELECT 'value number ' || i AS a FROM range(600000) AS rows(i)");
    const tight = { ...BOUNDS, databaseMemory: 40e6, mostTuples: 1e6 };
    await expect(counted(many, ['a'], tight)).rejects.toMatchObject({ code: 'past-memory' });
    const table = await groupFile(dataSetAt(many), ['a'], tight, { scratch: join(folder, 'scratch') });
    expect(table.weights).toHaveLength(600_000);
    expect(table.columns[0]!.values).toHaveLength(600_000);
  });
});
