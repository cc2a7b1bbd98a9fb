import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findOptimum, readCsv, readHierarchies } from '@rxledger/gateway/dist/anonymisation';
import { readReferences, REFERENCE_SETS, type Reference } from '@rxledger/gateway/dist/anonymisation/paper/adult-data';
import { figure, type Figure } from '../report';
import type { Arx } from './arx';
import { median } from './median';

/** Suppression and how many times faster than ARX the middle case is to be. */
const GOALS = { '0.0': 3, '0.02': 6 } as const;
/** Rounds of all cases before those that count: the compilers'. */
const WARM_UP = 2;

interface Turns {
  readonly ours: number[];
  readonly theirs: number[];
  isSame: boolean;
}

/** All reference rows at each suppression, files in and optimum out, warm; case by case the two take turns. */
export async function benchOptima(
  folder: string,
  arx: Arx | undefined,
  report: (figure: Figure) => void,
  rounds: number,
): Promise<void> {
  for (const [suppression, atLeast] of Object.entries(GOALS)) {
    const cases = readReferences(folder).filter((reference) => reference.suppression === suppression);
    const turns = cases.map((): Turns => ({ ours: [], theirs: [], isSame: true }));
    for (let round = -WARM_UP; round < rounds; round++) {
      for (const [at, reference] of cases.entries()) await takeTurn(folder, arx, reference, turns[at]!, round >= 0);
    }
    const percent = `${100 * Number(suppression)} % suppressed`;
    const row = (metric: string, value: number, unit: string, goal?: { atLeast: number }): void =>
      report(figure({ bench: 'anonymisation', metric: `${metric}, ${percent}`, value, unit, ...(goal && { goal }) }));
    row('ADULT optima warm, median', median(turns.map(({ ours }) => median(ours))), 'ms');
    if (arx === undefined) continue;
    const speedUps = turns.map(({ ours, theirs }) => median(theirs) / median(ours));
    row('the same by ARX, median', median(turns.map(({ theirs }) => median(theirs))), 'ms');
    row('ARX by ours, median', median(speedUps), 'times', { atLeast });
    row('ARX by ours, least', Math.min(...speedUps), 'times');
    row('ARX by ours, most', Math.max(...speedUps), 'times');
    row(`same optimum, of ${cases.length}`, turns.filter(({ isSame }) => isSame).length, '', { atLeast: cases.length });
  }
}

async function takeTurn(
  folder: string,
  arx: Arx | undefined,
  reference: Reference,
  turns: Turns,
  counts: boolean,
): Promise<void> {
  const ours = runOurs(folder, reference);
  const theirs = await arx?.ask(nameOf(reference));
  // Of nodes with one loss and one sum of levels ARX takes whichever it met first.
  turns.isSame &&= theirs === undefined || sum([...theirs.levels].map(Number)) === sum(ours.levels);
  for (const loss of [ours.loss, theirs?.loss ?? reference.loss]) {
    turns.isSame &&= Math.abs(loss - reference.loss) < 1e-9 * Math.max(1, reference.loss);
  }
  if (!counts) return;
  turns.ours.push(ours.milliseconds);
  if (theirs !== undefined) turns.theirs.push(theirs.milliseconds);
}

/** File and hierarchies in, optimum out, in this process. */
function runOurs(folder: string, { set, k, suppression, metric }: Reference) {
  const begun = performance.now();
  const table = readCsv(readFileSync(join(folder, 'adult.csv')), { columns: REFERENCE_SETS[set]! });
  const hierarchies = readHierarchies(folder, table.columns);
  const { levels, loss } = findOptimum({ table, hierarchies, k, suppression, loss: metric });
  return { milliseconds: performance.now() - begun, levels, loss };
}

const sum = (all: readonly number[]): number => all.reduce((one, other) => one + other, 0);

/** A case as the harness of ARX reads it. */
export const nameOf = ({ set, k, suppression, metric }: Reference): string =>
  [k, suppression, metric, REFERENCE_SETS[set]!.join(',')].join(':');
