import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { dataSetAt } from './data-set';
import { dataSourceOf } from './data-source';
import { memorySize } from './memory-size';

describe('a data set', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rx-data-set-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const put = (...names: string[]): void => {
    for (const name of names) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), 'a\n');
    }
  };

  it.each([
    ['a.csv', 'csv'],
    ['a.TSV', 'csv'],
    ['a.csv.gz', 'csv'],
    ['a.parquet', 'parquet'],
    ['a.jsonl', 'json'],
    ['a.ndjson.gz', 'json'],
  ])('is a file, %s, whose ending says that it is %s', (name, format) => {
    put(name);
    expect(dataSetAt(join(folder, name))).toEqual({ format, files: [join(folder, name)], partitionedBy: [], size: 2 });
  });

  it('is all files of a folder and the folders in it, but not what programs put beside them', () => {
    put('1.csv', 'more/2.csv', '_SUCCESS', '.1.csv.crc', '_temporary/3.csv');
    expect(dataSetAt(folder)).toMatchObject({ files: [join(folder, '1.csv'), join(folder, 'more/2.csv')], size: 4 });
  });

  it('has the columns that stand in the names of folders', () => {
    put('year=2024/month=05/1.parquet', 'year=2024/month=06/1.parquet');
    expect(dataSetAt(folder)).toMatchObject({ format: 'parquet', partitionedBy: ['year', 'month'] });
  });

  it('is refused where files are of two formats, of none, or not there', () => {
    expect(() => dataSetAt(folder)).toThrow(/has no file/);
    put('1.csv', '2.parquet');
    expect(() => dataSetAt(folder)).toThrow(/1.csv and .*2.parquet are of two formats/);
    put('3.xlsx');
    expect(() => dataSetAt(join(folder, '3.xlsx'))).toThrow(/neither CSV, Parquet nor JSON lines/);
    expect(() => dataSetAt(join(folder, 'nothing.csv'))).toThrow(/is not there/);
  });
});

describe('an address of PostgreSQL', () => {
  it('names a table', () => {
    expect(dataSourceOf('postgresql://steward@db.example/hospital?sslmode=require&table=care.patients')).toEqual({
      kind: 'postgresql',
      url: 'postgresql://steward@db.example/hospital?sslmode=require',
      table: 'care.patients',
    });
  });

  it('is refused without one, and the error has no password in it', () => {
    const open = (): unknown => dataSourceOf('postgresql://steward:secret@db.example/hospital');
    expect(open).toThrow(/^the address of the database has no table; name a table/);
    expect(open).not.toThrow(/secret/);
  });
});

describe('a size of memory', () => {
  it('is a number and a unit', () => {
    expect(['512MB', '1GB', '1.5 GB', '1GiB'].map(memorySize)).toEqual([512e6, 1e9, 1.5e9, 2 ** 30]);
  });

  it.each(['', '1', '1TB', '-1GB', 'much', '100MB'])('is not %j', (text) => {
    expect(() => memorySize(text)).toThrow(/give a size such as 512MB or 2GB, at least 256MB/);
  });
});
