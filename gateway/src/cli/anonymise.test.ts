import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isInstalled } from '../../test/tuples-of';
import { withDuck } from '../anonymisation/data/duckdb';
import { anonymiseCommand } from './anonymise';

let folder: string;
let printed: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rx-anonymise-'));
  printed = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  const rows = ['f;11', 'f;12', 'f;15', 'm;11', 'm;12', 'm;31'];
  writeFileSync(join(folder, 'data.csv'), `sex;age\n${rows.join('\n')}\n`);
  writeFileSync(join(folder, 'sex.csv'), 'f;*\nm;*\n');
  writeFileSync(join(folder, 'age.yaml'), 'kind: interval\nfrom: 1\nto: 40\nwidths: [10]\n');
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const rx = (...more: string[]): Promise<unknown> =>
  anonymiseCommand()
    .exitOverride()
    .parseAsync(
      ['optimum', '--data', join(folder, 'data.csv'), '--hierarchies', folder, '--qi', 'sex,age', '--k', '2', ...more],
      {
        from: 'user',
      },
    );

describe('rx anonymise optimum', () => {
  it('prints levels, loss, suppressed rows, classes and milliseconds as JSON', async () => {
    await rx('--suppression', '0.2', '--json');
    expect(JSON.parse(printed)).toMatchObject({
      quasiIdentifiers: ['sex', 'age'],
      levels: [0, 1],
      suppressed: 1,
      classes: 2,
      milliseconds: { read: expect.any(Number), search: expect.any(Number) },
    });
  });

  it('prints them for people', async () => {
    await rx('--loss', 'aecs');
    expect(printed).toMatch(/sex +level 0\nage +level 2\naecs +3\nsuppressed rows +0\nclasses +2\n/);
  });

  (isInstalled('@duckdb/node-api') ? describe : describe.skip)('through DuckDB', () => {
    it('answers the same from Parquet, a file or a folder', async () => {
      await rx('--suppression', '0.2', '--json');
      const { milliseconds: _, ...expected } = JSON.parse(printed) as { milliseconds: unknown };
      const csv = join(folder, 'data.csv');
      const files = join(folder, 'files');
      mkdirSync(files);
      await withDuck({ memory: 256e6 }, async (connection) => {
        await connection.run(`COPY (FROM read_csv('${csv}')) TO '${join(folder, 'data.parquet')}'`);
        await connection.run(`COPY (FROM read_csv('${csv}') LIMIT 2) TO '${join(files, '1.parquet')}'`);
        await connection.run(`COPY (FROM read_csv('${csv}') OFFSET 2) TO '${join(files, '2.parquet')}'`);
      });
      for (const data of [join(folder, 'data.parquet'), files]) {
        printed = '';
        await rx('--suppression', '0.2', '--json', '--data', data);
        expect(JSON.parse(printed)).toMatchObject(expected);
      }
    });
  });

  it.each<[string, string[], RegExp]>([
    ['a column that is not there', ['--qi', 'sex,town'], /no column town; there are sex, age/],
    ['a k that is no number', ['--k', 'five'], /k is NaN/],
    ['data that is not there', ['--data', '/nowhere.csv'], /\/nowhere.csv is not there; check the path/],
    ['hierarchies that are not there', ['--hierarchies', '/nowhere'], /there is no folder \/nowhere/],
  ])('says what to do about %s', async (_, more, message) => {
    await expect(rx(...more)).rejects.toThrow(message);
  });

  it('names the file of a hierarchy that cannot be', async () => {
    writeFileSync(join(folder, 'age.yaml'), 'kind: bands\n');
    await expect(rx()).rejects.toThrow(/age.yaml has none of the kinds interval, prefix/);
    rmSync(join(folder, 'age.yaml'));
    await expect(rx()).rejects.toThrow(/has neither age.yaml nor age.csv/);
  });
});

describe('rx anonymise paper', () => {
  it('says where ADULT should be put, where the file given is not there or is another', async () => {
    const paper = (file: string): Promise<unknown> =>
      anonymiseCommand().parseAsync(['paper', '--adult', file, '--out', join(folder, 'out')], { from: 'user' });
    await expect(paper('/nowhere')).rejects.toThrow(/\/nowhere cannot be read/);
    writeFileSync(
      join(folder, 'adult.data'),
      `${readFileSync(join(folder, 'data.csv'), 'utf8').replaceAll(/^/gm, '1, ')}`,
    );
    await expect(paper(join(folder, 'adult.data'))).rejects.toThrow(/ADULT has 30162 complete rows, this file 0/);
  });
});
