import { randomBytes } from 'node:crypto';
import { Command } from 'commander';
import type { ExpectedCover } from '../anonymisation/release/expected-cover';
import { planFigures, type HistogramFigures, type PaperFigures, type PlanFigures } from '../steward/plan-figures';
import { prepareRows } from '../steward/prepare-rows';
import { readingReleaseFile, readPlan, type ReleaseFileOptions } from './release-file-argument';
import { searchTelling } from './search-telling';

/** `rx anonymise plan`: what would come out. */
export const planCommand = (): Command =>
  readingReleaseFile(new Command('plan'))
    .description('say what would come out, and release nothing')
    .action(async (file: string, options: ReleaseFileOptions) => {
      const plan = readPlan(file, options);
      const table = await prepareRows(plan, randomBytes(32));
      const figures = planFigures({ ...plan, table }, searchTelling);
      process.stdout.write(options.json === true ? `${JSON.stringify(figures)}\n` : text(figures));
    });

function text(figures: PlanFigures): string {
  const { guarantee, rows, scheme, noise, columns, histogram, dp, paper, advice } = figures;
  return [
    'INTERNAL: exact figures of the data. Not to be published.',
    '',
    line('mode', guarantee.mode),
    line('patients', rows),
    line('columns', columns.join(', ')),
    line(
      'noise of a count',
      `${noise.standardDeviation.toFixed(2)} (standard deviation), ${noise.meanError.toFixed(2)} off on average`,
    ),
    ...(histogram === undefined ? [] : histogramLines(histogram)),
    ...(dp === undefined ? [] : dpLines(dp)),
    ...(paper === undefined ? [] : paperLines(paper, rows)),
    line('scheme', scheme),
    ...advice.map((one) => line('think of it', one)),
    '',
    guarantee.words,
    ...guarantee.assumptions.map((assumption) => `It holds where ${assumption}.`),
    '',
  ].join('\n');
}

const line = (name: string, value: string | number): string => `${name.padEnd(24)} ${value}`;
const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;

const histogramLines = ({ bins, expectedError }: HistogramFigures): string[] => [
  line('bins', bins),
  line('relative error', `${percent(expectedError)} expected, over all bins`),
];

const dpLines = ({ threshold, cells, cellsOfK, shown, covered }: ExpectedCover): string[] => [
  line('threshold tau', `${threshold}: a cell is shown where its noisy total reaches it`),
  line('cells', `${cells}, of which ${cellsOfK} have at least k patients`),
  line('cells shown', `${shown.toFixed(1)} expected`),
  line('patients in them', `${percent(covered)} expected`),
];

const paperLines = ({ levels, loss, metric, suppressed, classes }: PaperFigures, rows: number): string[] => [
  ...Object.entries(levels).map(([name, level]) => line(`level of ${name}`, level)),
  line(metric, loss),
  line('classes', classes),
  line('suppressed rows', `${suppressed} (${percent(suppressed / rows)})`),
];
