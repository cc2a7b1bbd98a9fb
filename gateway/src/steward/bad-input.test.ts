import { readdirSync } from 'node:fs';
import * as files from 'node:fs/promises';
import { patientsCsv, releaseYaml, StewardDesk } from '../../test/steward-desk';
import { AnonymisationError } from '../anonymisation/anonymisation-error';
import { dataSourceOf } from '../anonymisation/data/data-source';
import { groupByDatabase } from '../anonymisation/data/group-by-database';
import { readReleaseFile } from './release-file';
import { MANIFEST, TABLE } from './release-folder';
import { runRelease } from './run-release';
import { verifyFolder } from './verify-folder';

jest.mock('node:fs/promises', () => ({ __esModule: true, ...jest.requireActual<object>('node:fs/promises') }));

let desk: StewardDesk;
beforeEach(() => {
  desk = new StewardDesk();
  desk.write('patients.csv', patientsCsv());
});
afterEach(() => {
  jest.restoreAllMocks();
  desk.clear();
});

const run = async (change: Parameters<typeof releaseYaml>[0] = {}, data: string | Uint8Array = patientsCsv()) => {
  desk.write('patients.csv', data);
  return runRelease(readReleaseFile(desk.write('release.yaml', releaseYaml(change))), desk.release);
};
const with1 = (line: string): string => `${patientsCsv()}${line}\n`;
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const hierarchy = (of: string, level = 0): string => `{ role: quasi-identifier, hierarchy: ${of}, level: ${level} }`;

describe('what is wrong with the input is said, and nothing is drawn or left', () => {
  it.each<[string, Parameters<typeof releaseYaml>[0], string | Uint8Array, RegExp]>([
    [
      'a column that the data has not',
      { 'columns.town': '{ role: left-out }', 'columns.weight': hierarchy('{ kind: icd-10 }') },
      patientsCsv(),
      /no column weight; there are patient, age, sex, smoker, note; name a column/,
    ],
    [
      'a column that has no role',
      { 'columns.note': undefined },
      patientsCsv(),
      /columns without a role: note; give every column/,
    ],
    [
      'a value outside the hierarchy',
      {},
      with1('p-x,31,intersex,no,n'),
      /the hierarchy of sex lacks "intersex"; add the values/,
    ],
    ['a number outside the bands', {}, with1('p-x,130,female,no,n'), /the hierarchy of age lacks "130"/],
    ['a value that is missing', {}, with1('p-x,,female,no,n'), /the hierarchy of age lacks ""/],
    [
      'a positive value that nobody has',
      { 'columns.smoker': '{ role: sensitive, positive: [Yes] }' },
      patientsCsv(),
      /smoker has no value "Yes"/,
    ],
    [
      'a quote never closed',
      {},
      with1('p-x,31,"female,no,n'),
      /line 202: a quote is opened and never closed; write the file as UTF-8 CSV/,
    ],
    ['a quote inside a field', {}, with1('p-x,31,fe"male,no,n'), /line 202: a quote inside a field/],
    ['a line too short', {}, with1('p-x,31'), /line 202: the line has not 5 fields/],
    ['UTF-8 with Latin-1 in it', {}, latin1(with1('p-x,31,f\u00e9male,no,n')), /line 202, sex: not UTF-8/],
    ['UTF-16', {}, Buffer.from(`\ufeff${patientsCsv()}`, 'utf16le'), /line 1: the file is UTF-16, not UTF-8/],
    [
      'a field of more than a million characters',
      {},
      with1(`p-x,31,${'f'.repeat(1_000_001)},no,n`),
      /line 202: a field of more than 1000000 bytes/,
    ],
    [
      'several rows a patient',
      {},
      with1('p-1,31,female,no,n'),
      /1 patients have more than one of the 201 rows; keep one row/,
    ],
    ['k greater than the rows', { k: '201' }, patientsCsv(), /k is 201, the data has 200 rows; give a smaller k/],
    [
      'k greater than the rows, by the paper',
      { k: '201', mode: 'paper' },
      patientsCsv(),
      /k is 201, the data has 200 rows/,
    ],
    ['k of 1', { k: '1' }, patientsCsv(), /k must be >= 2/],
    ['epsilon 0', { epsilon: '0' }, patientsCsv(), /epsilon is 0; give a decimal of more than 0/],
    ['an epsilon that is no decimal', { epsilon: '1/3' }, patientsCsv(), /epsilon is 1\/3; give a decimal/],
    [
      'an epsilon of too many digits',
      { epsilon: '0.1234567' },
      patientsCsv(),
      /epsilon is 0.1234567; .* at most six digits/,
    ],
    ['a negative epsilon', { epsilon: '-1' }, patientsCsv(), /epsilon is -1/],
    ['delta 0', { delta: '0' }, patientsCsv(), /delta is 0; give a decimal of more than 0 and less than 0.001/],
    ['a delta past all sense', { delta: '0.5' }, patientsCsv(), /delta is 0.5/],
    [
      'a level that the hierarchy has not',
      { 'columns.sex': hierarchy('{ kind: flat, values: [female, male] }', 9) },
      patientsCsv(),
      /the scheme has the levels 1, 9/,
    ],
    [
      'bands that do not fit into each other',
      { 'columns.age': hierarchy('{ kind: interval, from: 0, to: 119, widths: [10, 25] }') },
      patientsCsv(),
      /width 25 must be a multiple of 10/,
    ],
    [
      'a value in two groups',
      { 'columns.sex': hierarchy('{ kind: groups, groups: { a: [female, male], b: [male] } }') },
      patientsCsv(),
      /more than one row for "male"/,
    ],
    [
      'no levels that reach k',
      { mode: 'paper', 'columns.smoker': '{ role: sensitive, positive: [yes] }', suppression: '1.5' },
      patientsCsv(),
      /suppression must match pattern/,
    ],
    [
      'bins that would come from the data',
      { mode: 'histogram', 'columns.note': hierarchy('{ kind: prefix, lengths: [1] }', 1) },
      patientsCsv(),
      /the bins of note would come from the data/,
    ],
    ['no rows', {}, 'patient,age,sex,smoker,note\n', /the file has no row/],
  ])('%s', async (_, change, data, message) => {
    const refused = run(change, data);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toBeInstanceOf(AnonymisationError);
    expect(readdirSync(desk.folder).sort()).toEqual(['patients.csv', 'release.yaml']);
  });

  it('a hierarchy that is not monotone', async () => {
    desk.write('sex.csv', 'female;a;x;*\nmale;a;y;*\nother;b;y;*\n');
    await expect(run({ 'columns.sex': hierarchy('{ kind: table, file: sex.csv }') })).rejects.toThrow(
      /level 2 of the hierarchy of sex splits "a"; values that are one at a level must stay one/,
    );
  });

  it('data that is not there', async () => {
    await expect(run({ data: 'nowhere.csv' })).rejects.toThrow(/nowhere.csv is not there; check the path/);
  });

  it('an artefact changed after it was made', async () => {
    await run();
    desk.write(`release/${TABLE}`, desk.read(`release/${TABLE}`).replace('30-39', '30-38'));
    await expect(verifyFolder(desk.release)).rejects.toThrow(/release.csv was changed; do not use it/);
    // Nor is it given as an answer.
    await expect(run()).rejects.toThrow(/release.csv was changed/);
  });

  it.each([
    ['the table', TABLE],
    ['the manifest', MANIFEST],
    ['the record of what it was made from', 'made-from.json'],
  ])('a disk that is full when %s is written', async (_, name) => {
    const { open } = jest.requireActual<typeof files>('node:fs/promises');
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    jest.spyOn(files, 'open').mockImplementation(async (path, ...more) => {
      const file = await open(path, ...more);
      if (String(path).endsWith(name)) file.sync = () => Promise.reject(full);
      return file;
    });
    await expect(run()).rejects.toThrow(/the disk is full, and nothing was kept; make room on the disk/);
    expect(readdirSync(desk.folder).sort()).toEqual(['patients.csv', 'release.yaml']);
    jest.restoreAllMocks();
    await expect(run()).resolves.toMatchObject({ isNew: true });
  });
});

const hasDuck = (() => {
  try {
    return require.resolve('@duckdb/node-api') !== '';
  } catch {
    return false;
  }
})();
(hasDuck ? describe : describe.skip)('with @duckdb/node-api', () => {
  it('more distinct values than there is room for are refused', async () => {
    const source = dataSourceOf(desk.data);
    await expect(groupByDatabase(source, ['patient', 'age'], { mostTuples: 100 })).rejects.toThrow(
      /more than 100 distinct tuples; allow more memory, or take fewer columns or coarser values/,
    );
  });
});

describe('what is not wrong', () => {
  it.each<[string, (csv: string) => string | Uint8Array]>([
    ['a byte order mark', (csv) => `\ufeff${csv}`],
    ['carriage returns', (csv) => csv.replaceAll('\n', '\r\n')],
    ['semicolons', (csv) => csv.replaceAll(',', ';')],
    ['quotes around every field', (csv) => csv.replaceAll(/[^,\n]+/g, '"$&"')],
    [
      'a million characters in a field that is left out',
      (csv) => csv.replace('note 7\n', `${'n'.repeat(1_000_000)}\n`),
    ],
    ['no line end at the end', (csv) => csv.trimEnd()],
  ])('%s is taken', async (_, by) => {
    const { manifest } = await run({ epsilon: '100' }, by(patientsCsv()));
    expect(manifest.table.rows).toBe(4);
  });
});
