import { cpus } from 'node:os';
import type { ChaosOutcome, FaultRecord } from './run-chaos';
import { failuresOf } from './verdict';

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(1);

const ORGANISATIONS = ['hospital', 'centre', 'pharmacy', 'third-party'] as const;

/** One fault as a line for whoever watches. */
export const lineOf = ({ fault, note, isSkipped, pause, lasted }: FaultRecord): string =>
  isSkipped
    ? `SKIPPED  ${fault}: ${note}`
    : `${fault.padEnd(34)} pause ${seconds(pause).padStart(5)} s of ${seconds(lasted).padStart(5)} s  ${note}`;

/** What is wrong with a run; nothing where all is well. */
export const faultsOfRun = ({ records, verdict, readModels, journal, forgeries }: ChaosOutcome): readonly string[] => [
  ...records.filter(({ isRecovered }) => !isRecovered).map(({ fault }) => `not recovered from: ${fault}`),
  ...failuresOf(verdict),
  ...(readModels.unequal > 0 ? ['readModels'] : []),
  ...(journal.abandoned.length > 0 ? ['abandoned'] : []),
  ...(forgeries.includes('VALID') ? ['forgeries'] : []),
];

/** The run as Markdown: a table of the faults and one of the counts. */
export function markdownOf(outcome: ChaosOutcome, title: string): string {
  const { records, verdict, readModels, journal, forgeries } = outcome;
  const shown = records.filter(({ isSkipped }) => !isSkipped);
  const told = new Map<string, number>();
  for (const each of forgeries) told.set(each, (told.get(each) ?? 0) + 1);
  return [
    `## ${title}`,
    '',
    `Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${outcome.seconds.toFixed(0)} s.`,
    '',
    `| fault | no commit for, s | ${ORGANISATIONS.map((one) => `${one}, s`).join(' | ')} | what was seen |`,
    `| --- | --- | ${ORGANISATIONS.map(() => '---').join(' | ')} | --- |`,
    ...shown.map(({ fault, pause, pauses, note }) =>
      row([fault, seconds(pause), ...ORGANISATIONS.map((one) => seconds(pauses[one] ?? Number.NaN)), note]),
    ),
    ...records.filter(({ isSkipped }) => isSkipped).map(({ fault, note }) => row([fault, '', '', '', '', '', note])),
    '',
    '| counted afterwards | |',
    '| --- | --- |',
    row(['steps acknowledged', verdict.acknowledged]),
    row(['of prescriptions', verdict.prescriptions]),
    row(['blocks compared at four peers', verdict.blocks]),
    row(['acknowledged steps lost', verdict.lost]),
    row(['prescriptions dispensed twice', verdict.dispensedTwice]),
    row(['handed out by two dispensers at once: tried', journal.rivals.size]),
    row(['of these, both told that they did', verdict.rivalsBothTold]),
    row(['wrong transitions on the ledger', verdict.wrongTransitions]),
    row(['valid steps with fewer than two endorsers', verdict.endorsedAlone]),
    row(['blocks, commit hashes that differ between peers', `${verdict.unequalBlocks}, ${verdict.unequalCommits}`]),
    row(['entries of read models compared, unequal', `${readModels.compared}, ${readModels.unequal}`]),
    row(['orderers that hung and had to be started anew', records.reduce((sum, { hung }) => sum + hung, 0)]),
    row(['commands without an answer at the end', journal.abandoned.length]),
    row(['refused, and should not have been', countsOf(journal.refusals.map(({ step, code }) => `${step} ${code}`))]),
    row(['calls repeated under the same key', [...journal.repeats].map(([why, n]) => `${n} × ${why}`).join(', ') || 0]),
    row(["a liar's forged prescriptions", countsOf(forgeries)]),
    '',
  ].join('\n');
}

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;

function countsOf(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => `${count} × ${value}`).join(', ') || '0';
}
