import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import {
  ExactSampler,
  findOptimum,
  rational,
  readCsv,
  readHierarchies,
  SecureSource,
} from '@rxledger/gateway/dist/anonymisation';
import {
  adultFolder,
  readReferences,
  REFERENCE_SETS,
  type Reference,
} from '@rxledger/gateway/dist/anonymisation/paper/adult-data';
import { findArx, type Arx } from './anonymisation/arx';
import { figure, type Figure } from './report';

const SAMPLES = 1_000_000;

const median = (values: readonly number[]): number => values.toSorted((one, other) => one - other)[values.length >> 1]!;

/** The engine on the reference results of ADULT, beside ARX where it is; and how fast exact noise is drawn. */
export async function benchAnonymisation(report: (figure: Figure) => void, rounds: number): Promise<void> {
  const folder = adultFolder(resolve(__dirname, '../..'));
  if (folder === undefined) process.stderr.write('anonymisation: no ADULT beside the repository, and no ADULT_DIR\n');
  else await benchOptima(folder, report, rounds);
  benchNoise(report);
}

async function benchOptima(folder: string, report: (figure: Figure) => void, rounds: number): Promise<void> {
  const references = readReferences(folder);
  const arx = await findArx();
  if (typeof arx === 'string') process.stderr.write(`anonymisation: measured without ARX: ${arx}\n`);
  for (const suppression of ['0.0', '0.02']) {
    const cases = references.filter((reference) => reference.suppression === suppression);
    const ours = cases.map((reference) => warm(folder, reference, rounds));
    const theirs = typeof arx === 'string' ? undefined : await arx.measure(folder, rounds, cases.map(nameOf));
    const percent = `${100 * Number(suppression)} % suppressed`;
    report(
      figure({
        bench: 'anonymisation',
        metric: `ADULT optima warm, ${percent}, median`,
        value: median(ours),
        unit: 'ms',
      }),
    );
    if (theirs === undefined) continue;
    const speedUp = median(theirs.map(({ milliseconds }, at) => milliseconds / ours[at]!));
    const goal = { atLeast: suppression === '0.0' ? 3 : 6 };
    report(
      figure({
        bench: 'anonymisation',
        metric: `ARX by ours, warm, ${percent}, median`,
        value: speedUp,
        unit: 'times',
        goal,
      }),
    );
    const same = theirs.filter(({ levels }, at) => levels === cases[at]!.levels.join('')).length;
    report(
      figure({
        bench: 'anonymisation',
        metric: `optima of ARX as referenced, of ${cases.length}`,
        value: same,
        unit: '',
      }),
    );
  }
  const one = references.find(({ set, k, suppression }) => set === 'P8' && k === 5 && suppression === '0.02')!;
  const mine = await median3(() => coldOurs(folder, one));
  report(figure({ bench: 'anonymisation', metric: 'ADULT cold, whole process', value: mine, unit: 'ms' }));
  if (typeof arx !== 'string') {
    await benchColdArx(arx, folder, one, mine, report);
    arx.close();
  }
}

async function benchColdArx(
  arx: Arx,
  folder: string,
  one: Reference,
  mine: number,
  report: (figure: Figure) => void,
): Promise<void> {
  const theirs = await median3(() => arx.cold(folder, nameOf(one)));
  report(
    figure({
      bench: 'anonymisation',
      metric: 'ARX by ours, cold, whole process',
      value: theirs / mine,
      unit: 'times',
      goal: { atLeast: 8 },
    }),
  );
}

const nameOf = ({ set, k, suppression, metric }: Reference): string =>
  [k, suppression, metric, REFERENCE_SETS[set]!.join(',')].join(':');

/** File and hierarchies in, optimum out, in this process: median of the rounds after as many that do not count. */
function warm(folder: string, { set, k, suppression, metric, levels }: Reference, rounds: number): number {
  const milliseconds: number[] = [];
  for (let round = -rounds; round < rounds; round++) {
    const begun = performance.now();
    const table = readCsv(readFileSync(join(folder, 'adult.csv')), { columns: REFERENCE_SETS[set]! });
    const hierarchies = readHierarchies(folder, table.columns);
    const found = findOptimum({ table, hierarchies, k, suppression, loss: metric });
    if (round >= 0) milliseconds.push(performance.now() - begun);
    const sum = (all: readonly number[]): number => all.reduce((one, other) => one + other, 0);
    if (sum(found.levels) !== sum(levels))
      throw new Error(`${set}, k ${k}, ${suppression}, ${metric}: not the reference`);
  }
  return median(milliseconds);
}

async function coldOurs(folder: string, { set, k, suppression, metric }: Reference): Promise<number> {
  const main = resolve(__dirname, '../../gateway/dist/cli/main.js');
  const begun = performance.now();
  const search = ['--k', String(k), '--suppression', suppression, '--loss', metric, '--json'];
  const data = ['--data', join(folder, 'adult.csv'), '--hierarchies', folder, '--qi', REFERENCE_SETS[set]!.join(',')];
  await promisify(execFile)(process.execPath, [main, 'anonymise', 'optimum', ...data, ...search]);
  return performance.now() - begun;
}

async function median3(measure: () => Promise<number>): Promise<number> {
  return median([await measure(), await measure(), await measure()]);
}

function benchNoise(report: (figure: Figure) => void): void {
  const sampler = new ExactSampler(new SecureSource());
  for (const [numerator, denominator] of [
    [1, 10],
    [1, 1],
  ] as const) {
    const epsilon = rational(numerator, denominator);
    for (let draw = 0; draw < SAMPLES / 5; draw++) sampler.discreteLaplace(epsilon);
    const begun = performance.now();
    for (let draw = 0; draw < SAMPLES; draw++) sampler.discreteLaplace(epsilon);
    const value = SAMPLES / 1e3 / (performance.now() - begun);
    report(
      figure({
        bench: 'anonymisation',
        metric: `exact noise, epsilon ${numerator}/${denominator}`,
        value,
        unit: 'M/s',
      }),
    );
  }
}
