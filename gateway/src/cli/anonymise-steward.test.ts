import { existsSync } from 'node:fs';
import { patientsCsv, releaseYaml, StewardDesk } from '../../test/steward-desk';
import { hashOf } from '../releases/scheme';
import { readReleaseFile } from '../steward/release-file';
import { anonymiseCommand } from './anonymise';

let desk: StewardDesk;
let printed: string;
beforeEach(() => {
  desk = new StewardDesk();
  desk.write('patients.csv', patientsCsv());
  printed = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  desk.clear();
});

const rx = async (...words: string[]): Promise<string> => {
  printed = '';
  await anonymiseCommand().exitOverride().parseAsync(words, { from: 'user' });
  return printed;
};
const json = async (...words: string[]): Promise<Record<string, unknown>> => {
  const line = await rx(...words, '--json');
  expect(line.indexOf('\n')).toBe(line.length - 1);
  return JSON.parse(line) as Record<string, unknown>;
};
const init = () => rx('init', '--data', desk.data, '--out', desk.file);

describe('the steward’s commands', () => {
  it('go from a file to a release and its report, with what init suggests', async () => {
    expect(await init()).toMatch(/smoker +category +2 values +sensitive/);
    expect(await rx('plan', desk.file)).toMatch(
      /^INTERNAL[^]*patients +200\n[^]*threshold tau +26[^]*Differential privacy/,
    );
    expect(existsSync(desk.release)).toBe(false);
    expect(await rx('run', desk.file, '--out', desk.release)).toMatch(/No ledger keeps account of this release/);
    expect(await rx('run', desk.file, '--out', desk.release)).toMatch(/nothing was drawn/);
    expect(await rx('verify', desk.release)).toMatch(/is what its manifest says/);
    expect(await rx('report', desk.file, '--release', desk.release)).toMatch(
      /INTERNAL[^]*release-internal.report.html/,
    );
    expect(desk.read('release-internal/report.html')).toContain('What an attacker gains');
  });

  it('answer one line of JSON each', async () => {
    const look = await json('init', '--data', desk.data, '--out', desk.file);
    expect(look).toMatchObject({ rows: 200, patient: 'patient', severalRows: 0, isWhole: true });
    expect(await json('plan', desk.file)).toMatchObject({ internal: true, dp: { cellsOfK: 4 } });
    expect(await json('run', desk.file, '--out', desk.release)).toMatchObject({ isNew: true, accounted: false });
    expect(await json('verify', desk.release)).toMatchObject({ valid: true });
    expect(await json('report', desk.file, '--release', desk.release)).toMatchObject({ internal: true, mode: 'dp' });
  });

  it('init takes what the steward knows, and writes over nothing', async () => {
    const known = ['--patient', 'note', '--sensitive', 'sex=female', '--columns', 'age', '--mode', 'paper'];
    await rx('init', '--data', desk.data, '--out', desk.file, ...known);
    const { scheme, question } = readReleaseFile(desk.file);
    expect(scheme).toMatchObject({ patient: 'note', sensitive: { column: 'sex', positive: ['female'] } });
    expect(question).toMatchObject({ mode: 'paper', columns: ['age'] });
    await expect(init()).rejects.toThrow(/release.yaml is there already/);
  });

  it('init says which columns there are where one is not', async () => {
    await expect(rx('init', '--data', desk.data, '--out', desk.file, '--patient', 'id')).rejects.toThrow(
      /no column id; there are patient, age, sex, smoker, note/,
    );
  });

  it.each(['plan', 'run', 'report'])('%s refuses a scheme whose hash differs from the ledger’s', async (command) => {
    desk.write('release.yaml', releaseYaml());
    const own = hashOf(readReleaseFile(desk.file).scheme);
    await expect(rx(command, desk.file, '--scheme', '0'.repeat(64))).rejects.toThrow(
      new RegExp(`the scheme of this file is ${own}, the ledger has 0+; take the release file`),
    );
    expect(existsSync(desk.release)).toBe(false);
    await expect(rx('plan', desk.file, '--scheme', own)).resolves.toContain(own);
  });

  it('verify says why not, also as JSON', async () => {
    await init();
    await rx('run', desk.file, '--out', desk.release);
    const table = desk.read('release/release.csv');
    desk.write(
      'release/release.csv',
      table.replace(/\d\n$/, (end) => `${(Number(end[0]) + 1) % 10}\n`),
    );
    await expect(rx('verify', desk.release, '--json')).rejects.toThrow(/release.csv was changed; do not use it/);
    expect(JSON.parse(printed)).toEqual({ valid: false, reason: expect.stringContaining('was changed') });
  });
});
