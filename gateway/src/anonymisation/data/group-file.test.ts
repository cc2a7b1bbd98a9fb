import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { groupFile } from './group-file';
import { groupingStatement, sourceOf } from './grouping-statement';
import type { TupleTable } from './tuple-table';

const isThere = (() => {
  try {
    require.resolve('@duckdb/node-api');
    return true;
  } catch {
    return false;
  }
})();

describe('the statement that groups', () => {
  it('quotes names and paths', () => {
    expect(groupingStatement('patients', ['a "b"'])).toContain('GROUP BY "a ""b"""');
    expect(sourceOf("it's.parquet")).toBe("read_parquet('it''s.parquet')");
    expect(() => sourceOf('data.xlsx')).toThrow(/neither CSV, Parquet nor JSON lines/);
  });
});

(isThere ? describe : describe.skip)('grouping by DuckDB', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rx-group-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const group = async (path: string, columns = ['sex', 'age'], mostTuples = 100): Promise<TupleTable> => {
    const answer = await groupFile({ path, columns, memory: '256MB', mostTuples });
    if (!('table' in answer)) throw new Error('no table');
    return answer.table;
  };
  const rowsOf = ({ columns, weights }: TupleTable): string[] =>
    Array.from(weights, (weight, at) =>
      [...columns.map(({ values, codes }) => values[codes[at]!]!), weight].join(),
    ).sort();

  const CSV = 'sex,age,town\nf,11,x\nf,11,y\nm,12,x\n';

  it('counts the distinct tuples of a CSV file', async () => {
    writeFileSync(join(folder, 'a.csv'), CSV);
    const table = await group(join(folder, 'a.csv'));
    expect(rowsOf(table)).toEqual(['f,11,2', 'm,12,1']);
    expect(table.rows).toBe(3);
  });

  it('counts those of JSON lines, and of all files of a folder together', async () => {
    writeFileSync(join(folder, 'a.jsonl'), '{"sex":"f","age":11}\n{"sex":"m","age":12}\n');
    expect(rowsOf(await group(join(folder, 'a.jsonl')))).toEqual(['f,11,1', 'm,12,1']);
    mkdirSync(join(folder, 'months'));
    writeFileSync(join(folder, 'months', '1.csv'), CSV);
    writeFileSync(join(folder, 'months', '2.csv'), CSV);
    expect(rowsOf(await group(join(folder, 'months')))).toEqual(['f,11,4', 'm,12,2']);
  });

  it('refuses a column that is not there, no rows, and more distinct tuples than allowed', async () => {
    writeFileSync(join(folder, 'a.csv'), CSV);
    await expect(group(join(folder, 'a.csv'), ['sex', 'zip'])).rejects.toThrow(
      /no column zip: there are sex, age, town/,
    );
    await expect(group(join(folder, 'a.csv'), ['sex', 'age'], 1)).rejects.toThrow(/more than 1 distinct tuples/);
    writeFileSync(join(folder, 'b.csv'), 'sex,age\n');
    await expect(group(join(folder, 'b.csv'))).rejects.toThrow(/no row/);
  });
});
