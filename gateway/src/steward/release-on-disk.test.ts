import { existsSync, readdirSync, rmSync, writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { patientsCsv, releaseYaml, StewardDesk } from '../../test/steward-desk';
import { isInstalled } from '../../test/tuples-of';
import { withDuck } from '../anonymisation/data/duckdb';
import { findOptimum } from '../anonymisation/search/find-optimum';
import { hashFile } from '../releases/artefact';
import { internalFolder } from './internal-folder';
import { planFigures } from './plan-figures';
import { prepareRows } from './prepare-rows';
import { readReleaseFile } from './release-file';
import { digestOf, MANIFEST, PARQUET, TABLE, type FolderManifest } from './release-folder';
import { reportOnRelease } from './report-on-release';
import { runRelease } from './run-release';
import { verifyFolder } from './verify-folder';

let desk: StewardDesk;
beforeEach(() => {
  desk = new StewardDesk();
  desk.write('patients.csv', patientsCsv());
});
afterEach(() => {
  desk.clear();
});

/** At epsilon 100 noise other than 0 comes once in 10^43 draws: counts are seen as they are. */
const EXACT = { epsilon: '100' };
const planOf = (change: Parameters<typeof releaseYaml>[0] = {}) =>
  readReleaseFile(desk.write('release.yaml', releaseYaml(change)));
const run = (change: Parameters<typeof releaseYaml>[0] = {}) => runRelease(planOf(change), desk.release);
const table = (): string[] => desk.read(`release/${TABLE}`).split('\n');

describe('a plan', () => {
  const figures = async (change: Parameters<typeof releaseYaml>[0]) => {
    const plan = planOf(change);
    return planFigures({ ...plan, table: await prepareRows(plan, Buffer.alloc(32)) }, findOptimum);
  };

  it('of a dp release says what is expected to be shown', async () => {
    const { dp, guarantee, rows, columns } = await figures({ mode: 'dp' });
    expect(rows).toBe(200);
    expect(dp).toMatchObject({ threshold: 21, cells: 6, cellsOfK: 4 });
    // Four cells of 75, 75, 24 and 24 patients; one in ten of the last two would be missing.
    expect(dp!.covered).toBeGreaterThan(0.9);
    expect(dp!.covered).toBeLessThan(198 / 200);
    expect(columns).toEqual(['age', 'sex', 'smoker(Y)', 'smoker(N)']);
    expect(guarantee.words).toContain('epsilon 1 and delta 0.000001');
  });

  it('of the paper’s release says levels, loss, suppressed rows and classes', async () => {
    const { paper, columns } = await figures({ mode: 'paper' });
    expect(paper).toMatchObject({ levels: { age: 1, sex: 0 }, suppressed: 2, classes: 4, metric: 'loss-geo' });
    expect(columns.slice(-2)).toEqual(['Number', 'smoker(Y)']);
  });

  it('of a histogram says bins and the error to be expected', async () => {
    const { histogram } = await figures({ mode: 'histogram' });
    expect(histogram!.bins).toBe(36);
    expect(histogram!.expectedError).toBeCloseTo((36 * 0.8509) / 200, 3);
  });

  it('advises where delta is large, or most patients would not be shown', async () => {
    const { advice } = await figures({ epsilon: '0.1', delta: '0.0009' });
    expect(advice).toEqual([
      expect.stringMatching(/^delta is more/),
      expect.stringMatching(/^most patients are in cells/),
    ]);
    expect((await figures({})).advice).toEqual([]);
  });
});

describe('a release on the disk', () => {
  it('is a table and a manifest, and nothing else that could be given away', async () => {
    const { manifest, isNew } = await run(EXACT);
    expect(isNew).toBe(true);
    expect(readdirSync(desk.release).sort()).toEqual([TABLE, MANIFEST]);
    expect(readdirSync(internalFolder(desk.release))).toEqual(['made-from.json']);
    expect(table().slice(0, 2)).toEqual([
      'age,sex,smoker(Y),smoker(N),"smoker(Y), not below 0","smoker(N), not below 0"',
      '30-39,female,15,60,15,60',
    ]);
    expect(manifest).toMatchObject({ accounted: false, levels: { age: 1, sex: 0 }, threshold: 6 });
    expect(manifest.engine).toMatch(/^@rxledger\/gateway \d/);
    expect(manifest.table.columns.slice(1, 3)).toEqual([
      { name: 'sex', type: 'string' },
      { name: 'smoker(Y)', type: 'integer' },
    ]);
  });

  it('says what a generalised value stands for, never from the data', async () => {
    const { manifest } = await run({
      ...EXACT,
      'columns.sex':
        '{ role: quasi-identifier, hierarchy: { kind: groups, groups: { known: [female, male], unknown: [other] } }, level: 1 }',
    });
    expect(manifest.mapping).toEqual({ sex: { known: ['female', 'male'], unknown: ['other'] } });
  });

  it('is never drawn a second time: the folder answers with what it has', async () => {
    await run({ epsilon: '0.01', delta: '0.0001', mode: 'histogram' });
    const first = desk.read(`release/${TABLE}`);
    const { isNew } = await run({ epsilon: '0.01', delta: '0.0001', mode: 'histogram' });
    expect(isNew).toBe(false);
    expect(desk.read(`release/${TABLE}`)).toBe(first);
    // As it would have been otherwise: noise of a standard deviation of 141 on 36 bins.
    rmSync(desk.release, { recursive: true });
    await run({ epsilon: '0.01', delta: '0.0001', mode: 'histogram' });
    expect(desk.read(`release/${TABLE}`)).not.toBe(first);
  });

  it('is refused in a folder that has another plan’s, other data’s, or something else', async () => {
    await run();
    await expect(run({ k: '6' })).rejects.toThrow(/release was made of another plan than this; take another folder/);
    desk.write('patients.csv', `${patientsCsv()}p-200,30,male,no,new\n`);
    await expect(run()).rejects.toThrow(/the data has changed since/);
    rmSync(join(desk.release, MANIFEST));
    await expect(run()).rejects.toThrow(/is there, and is no release/);
  });

  it('keeps one row of a patient who has several, and reports on the same', async () => {
    desk.write('patients.csv', `${patientsCsv()}p-199,30,female,no,again\np-198,30,male,no,again\n`);
    await expect(run()).rejects.toThrow(/2 patients have more than one of the 202 rows/);
    const change = { ...EXACT, 'several-rows': 'keep-one', mode: 'histogram' };
    await run(change);
    const counts = table()
      .slice(1, -1)
      .map((row) => Number(row.split(',')[2]));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(200);
    const { report } = await reportOnRelease(planOf(change), desk.release);
    expect(report).toMatchObject({ utility: { rows: 200, error: 0 } });
  });
});

(isInstalled('@duckdb/node-api') ? describe : describe.skip)('a release on the disk as Parquet as well', () => {
  it('has the same rows, and is verified with the rest', async () => {
    const { manifest } = await runRelease(planOf(EXACT), desk.release, { parquet: true });
    expect(readdirSync(desk.release).sort()).toEqual([TABLE, MANIFEST, PARQUET].sort());
    const rows = await withDuck({ memory: 256e6 }, (connection) =>
      connection.runAndReadAll(`SELECT * FROM read_parquet('${join(desk.release, PARQUET)}')`),
    );
    const csv = rows.getRows().map((row) => row.join(','));
    expect(csv).toEqual(table().slice(1, -1));
    await expect(verifyFolder(desk.release)).resolves.toEqual(manifest);
    const bytes = readFileSync(join(desk.release, PARQUET));
    bytes[20]! ^= 1;
    writeFileSync(join(desk.release, PARQUET), bytes);
    await expect(verifyFolder(desk.release)).rejects.toThrow(/release.parquet was changed/);
    rmSync(join(desk.release, PARQUET));
    await expect(verifyFolder(desk.release)).rejects.toThrow(/release.parquet is not there/);
  });
});

describe('a report', () => {
  it.each([
    ['dp', { classes: 4, suppressed: 2, countError: 0 }],
    ['paper', { classes: 4, suppressed: 2, countError: 0 }],
    ['histogram', { bins: 36, error: 0, emptyBins: 30 }],
  ])('holds a %s release against the data it was made from', async (mode, utility) => {
    await run({ ...EXACT, mode });
    const { report, page } = await reportOnRelease(planOf({ ...EXACT, mode }), desk.release);
    expect(report).toMatchObject({ internal: true, mode, utility });
    expect(page).toContain('<svg');
    expect(page).not.toMatch(/<script|https?:|src=/);
  });

  it('has the loss that the search found', async () => {
    const plan = planOf({ ...EXACT, mode: 'paper' });
    const { paper } = planFigures({ ...plan, table: await prepareRows(plan, Buffer.alloc(32)) }, findOptimum);
    await runRelease(plan, desk.release);
    const { report } = await reportOnRelease(plan, desk.release);
    expect(report.mode === 'histogram' ? 0 : report.utility.loss).toBeCloseTo(paper!.loss, 12);
  });

  it('is refused for other data than the release was made from', async () => {
    await run();
    desk.write('patients.csv', `${patientsCsv()}p-200,30,male,no,new\n`);
    await expect(reportOnRelease(planOf(), desk.release)).rejects.toThrow(/the data has changed since/);
  });
});

describe('verification', () => {
  const verify = () => verifyFolder(desk.release);
  const change = (name: string, by: (text: string) => string): void => {
    const path = join(desk.release, name);
    writeFileSync(path, by(readFileSync(path, 'utf8')));
  };
  /** Changes the manifest, and makes its digest fit. */
  const forge = (by: (manifest: FolderManifest) => object): void => {
    change(MANIFEST, (text) => {
      const manifest = JSON.parse(text) as FolderManifest;
      const { digest: _, ...forged } = { ...manifest, ...by(manifest) };
      return JSON.stringify({ ...forged, digest: digestOf(forged) });
    });
  };
  const forgeTable = async (by: (text: string) => string): Promise<void> => {
    change(TABLE, by);
    const sha256 = await hashFile(join(desk.release, TABLE));
    const rows = table().length - 2;
    forge(({ table: said }) => ({ table: { ...said, sha256, rows } }));
  };

  it.each(['dp', 'paper', 'histogram'])('passes for a %s release as it was made', async (mode) => {
    await run({ ...EXACT, mode });
    await expect(verify()).resolves.toMatchObject({ guarantee: { mode } });
  });

  it('finds any one byte of the table or the manifest that was changed', async () => {
    await run();
    for (const name of [TABLE, MANIFEST]) {
      const path = join(desk.release, name);
      const bytes = readFileSync(path);
      for (let at = 0; at < bytes.length; at += Math.ceil(bytes.length / 64)) {
        const changed = Buffer.from(bytes);
        changed[at]! ^= 1;
        writeFileSync(path, changed);
        // White space of the manifest alone says nothing.
        if (name === MANIFEST && isSameJson(bytes, changed)) continue;
        await expect(verify()).rejects.toThrow(/do not use it/);
      }
      writeFileSync(path, bytes);
    }
    await expect(verify()).resolves.toBeDefined();
  });

  it.each<[string, (manifest: FolderManifest) => object, RegExp]>([
    [
      'another guarantee',
      ({ guarantee }) => ({ guarantee: { ...guarantee, epsilonMicro: 1 } }),
      /the guarantee is not/,
    ],
    [
      'less epsilon',
      ({ question }) => ({ question: { ...question, cost: { ...question.cost, microEpsilon: '1' } } }),
      /the guarantee is not/,
    ],
    ['another threshold', () => ({ threshold: 5 }), /the threshold is not/],
    ['less noise', ({ noise }) => ({ noise: { ...noise, standardDeviation: 1 } }), /the noise is not/],
    ['another scheme', ({ scheme }) => ({ scheme: { ...scheme, patient: 'x' } }), /the scheme has another hash/],
    ['another format', () => ({ format: 'x' }), /another format/],
  ])('finds a manifest with %s, its digest made to fit', async (_, by, message) => {
    await run(EXACT);
    forge(by);
    await expect(verify()).rejects.toThrow(message);
  });

  it.each<[string, string, (text: string) => string, RegExp]>([
    [
      'a class of fewer than k',
      'paper',
      (text) => text.replace(/(30-39,male),\d+/, '$1,4'),
      /a class has fewer than 5 patients/,
    ],
    ['a cell below the threshold', 'dp', (text) => text.replace(/15,60,15,60/, '1,2,1,2'), /below the threshold of 6/],
    ['a value its level has not', 'dp', (text) => text.replace('30-39,female', '30-38,female'), /age has a value/],
    ['rows in another order', 'dp', (text) => text.replace('30-39,female', '90-99,female'), /not in the order/],
    ['a count that is none', 'dp', (text) => text.replace('15,60,15,60', '15,60.5,15,60'), /no whole number/],
    ['a cut count that is another', 'dp', (text) => text.replace('15,60,15,60', '15,60,16,60'), /agree with itself/],
    ['a bin missing', 'histogram', (text) => text.replace(/^30-39,male.*\n/m, ''), /35 of 36 bins/],
    ['bins in another order', 'histogram', (text) => text.replace('0-9,female', '0-9,other'), /in their order/],
  ])('finds %s, all hashes made to fit', async (_, mode, by, message) => {
    await run({ ...EXACT, mode });
    await forgeTable(by);
    await expect(verify()).rejects.toThrow(message);
  });

  it('says where there is nothing', async () => {
    await expect(verify()).rejects.toThrow(/has no release.json/);
    expect(existsSync(desk.release)).toBe(false);
  });
});

function isSameJson(one: Buffer, other: Buffer): boolean {
  try {
    return JSON.stringify(JSON.parse(one.toString())) === JSON.stringify(JSON.parse(other.toString()));
  } catch {
    return false;
  }
}
