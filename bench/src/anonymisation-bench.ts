import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { adultFolder, readAdult, readReferences } from '@rxledger/gateway/dist/anonymisation/paper/adult-data';
import { findArx, type Arx } from './anonymisation/arx';
import { median } from './anonymisation/median';
import { benchHistogram, benchNoise } from './anonymisation/noise-bench';
import { benchOptima, nameOf } from './anonymisation/optima-bench';
import { figure, type Figure } from './report';

/** The engine on the reference results of ADULT, beside ARX where it is; and exact noise, beside OpenDP where it is. */
export async function benchAnonymisation(report: (figure: Figure) => void, rounds: number): Promise<void> {
  const folder = adultFolder(resolve(__dirname, '../..'));
  if (folder === undefined) process.stderr.write('anonymisation: no ADULT beside the repository, and no ADULT_DIR\n');
  else {
    benchHistogram(readAdult(folder, ['age']), report);
    const found = await findArx(folder);
    if (typeof found === 'string') process.stderr.write(`anonymisation: measured without ARX: ${found}\n`);
    const arx = typeof found === 'string' ? undefined : found;
    try {
      await benchOptima(folder, arx, report, rounds);
      await benchCold(folder, arx, report, rounds);
    } finally {
      arx?.close();
    }
  }
  await benchNoise(report, rounds);
}

/** A whole process each, in turns. */
async function benchCold(
  folder: string,
  arx: Arx | undefined,
  report: (figure: Figure) => void,
  rounds: number,
): Promise<void> {
  const output = mkdtempSync(join(tmpdir(), 'rx-bench-optimum-'));
  const main = resolve(__dirname, 'anonymisation/cold-main.js');
  const references = readReferences(folder).filter(({ set, k }) => set === 'P8' && k === 5);
  for (const [percent, suppression] of [
    [0, '0.0'],
    [2, '0.02'],
  ] as const) {
    const one = nameOf(references.find((reference) => reference.suppression === suppression)!);
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const begun = performance.now();
      await promisify(execFile)(process.execPath, [main, folder, one, join(output, 'output.csv')]);
      ours.push(performance.now() - begun);
      if (arx !== undefined) theirs.push(await arx.cold(folder, one));
    }
    const row = (metric: string, value: number, unit: string, goal?: { atLeast: number }): void =>
      report(figure({ bench: 'anonymisation', metric: `${metric}, ${percent} %`, value, unit, ...(goal && { goal }) }));
    row('P8, k 5, cold, a whole process', median(ours), 'ms');
    if (arx === undefined) continue;
    row('the same by ARX', median(theirs), 'ms');
    row('ARX by ours, cold', median(theirs) / median(ours), 'times', { atLeast: 8 });
  }
  rmSync(output, { recursive: true });
}
