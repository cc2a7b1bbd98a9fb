import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { AnonymisationError } from '../anonymisation/anonymisation-error';
import { ExactSampler } from '../anonymisation/noise/exact-sampler';
import { SecureSource } from '../anonymisation/noise/random-source';
import { epsilonMicro } from '../anonymisation/noise/rational';
import { readAdultFile, sha256, UCI_ADULT } from '../anonymisation/paper/adult-file';
import { runExperiment, type Experiment } from '../anonymisation/paper/experiment';
import { experimentPage, NOT_REPRODUCED } from '../anonymisation/paper/experiment-page';
import { besideTableIv, TABLE_IV } from '../anonymisation/paper/table-iv';
import { releaseCsv } from '../anonymisation/release/release';

interface Options {
  readonly adult?: string;
  readonly out: string;
  readonly k: string;
  readonly suppression: string;
  readonly epsilon: string;
}

const KEPT = join(homedir(), '.cache', 'rxledger', 'adult.data');

/** `rx anonymise paper`: the paper's experiment. */
export const paperCommand = (): Command =>
  new Command('paper')
    .description('do the paper’s experiment on ADULT: Fig. 6, Table IV beside our values, the release')
    .option('--adult <file>', 'UCI’s adult.data, or the complete rows as CSV; fetched from UCI unless told')
    .option('--out <folder>', 'where the results go', 'paper-experiment')
    .option('--k <number>', 'least class size', '5')
    .option('--suppression <part>', 'part of the rows that may be left out', '0.02')
    .option('--epsilon <decimal>', 'of the noise', '1')
    .action(async (options: Options) => {
      const table = readAdultFile(await adult(options.adult));
      const parameters = {
        k: Number(options.k),
        suppression: options.suppression,
        epsilonMicro: epsilonMicro(options.epsilon),
      };
      const experiment = runExperiment(table, parameters, new ExactSampler(new SecureSource()));
      write(options.out, experiment);
      process.stdout.write(summary(experiment, options.out));
    });

async function adult(file: string | undefined): Promise<Uint8Array> {
  const path = file ?? KEPT;
  try {
    return readFileSync(path);
  } catch (cause) {
    if (file !== undefined) throw new AnonymisationError('unreadable', `${file} cannot be read`, { cause });
  }
  const bytes = await download();
  if (sha256(bytes) !== UCI_ADULT.sha256) {
    throw new AnonymisationError('bad-csv', `what ${UCI_ADULT.address} answered is not the file of 1996`);
  }
  mkdirSync(dirname(KEPT), { recursive: true });
  writeFileSync(KEPT, bytes);
  return bytes;
}

async function download(): Promise<Uint8Array> {
  try {
    const answer = await fetch(UCI_ADULT.address, { signal: AbortSignal.timeout(60_000) });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    return new Uint8Array(await answer.arrayBuffer());
  } catch (cause) {
    throw new Error(
      `ADULT is neither given nor to be had from UCI: get ${UCI_ADULT.address}, put it at ${KEPT}, or say where it is (ADULT=FILE)`,
      { cause },
    );
  }
}

function write(folder: string, experiment: Experiment): void {
  mkdirSync(folder, { recursive: true });
  const put = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const { made, report, histogram, errors, parameters, noiseAloneGain } = experiment;
  put('release.csv', [...releaseCsv(made.release)].join(''));
  const { rows: _, ...about } = made.release;
  put('release.json', `${JSON.stringify(about, null, 2)}\n`);
  const results = {
    parameters,
    report,
    histogram,
    errors,
    tableIv: TABLE_IV,
    ours: besideTableIv(report, noiseAloneGain),
    notReproduced: NOT_REPRODUCED,
  };
  put('experiment.json', `${JSON.stringify(results, null, 2)}\n`);
  put('experiment.html', experimentPage(experiment));
}

function summary({ errors, report, noiseAloneGain, made }: Experiment, folder: string): string {
  const percent = (part: number): string => `${(100 * part).toFixed(1)} %`.padStart(7);
  const row = (name: string, values: readonly number[]): string =>
    `  ${values.map((value) => (Number.isNaN(value) ? '-' : value.toFixed(5)).padStart(9)).join('')}  ${name}`;
  return [
    `${report.utility.classes} classes of at least ${report.k}, ${report.utility.suppressed} rows suppressed, loss-geo ${report.utility.loss.toFixed(6)}`,
    made.release.guarantee.words,
    '',
    'Fig. 6, people with a spouse by age, relative error:',
    `${percent(errors.direct)}  direct histogram`,
    `${percent(errors.ageAlone)}  the paper’s method, age alone`,
    `${percent(errors.paper)}  the paper’s method, eight quasi-identifiers`,
    '',
    `Table IV as printed (${TABLE_IV.map(({ method }) => method).join('; ')}):`,
    row(
      'model 1',
      TABLE_IV.map(({ model1 }) => model1),
    ),
    row(
      'model 2',
      TABLE_IV.map(({ model2 }) => model2),
    ),
    'and ours:',
    ...besideTableIv(report, noiseAloneGain).map(({ definition, values }) => row(definition, values)),
    '',
    'What could not be reproduced:',
    ...NOT_REPRODUCED.map((line) => `- ${line}`),
    '',
    `${join(folder, 'experiment.html')}, experiment.json, release.csv, release.json`,
    '',
  ].join('\n');
}
