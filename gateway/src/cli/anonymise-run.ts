import { Command } from 'commander';
import { internalFolder } from '../steward/internal-folder';
import { TABLE, MANIFEST } from '../steward/release-folder';
import { runRelease, type RunOutcome } from '../steward/run-release';
import { readingReleaseFile, readPlan, type ReleaseFileOptions } from './release-file-argument';
import { searchTelling } from './search-telling';

interface Options extends ReleaseFileOptions {
  readonly out: string;
  readonly parquet?: boolean;
}

const NOT_ACCOUNTED =
  'No ledger keeps account of this release: whoever adds up what was published of these patients must add it by hand. For one ' +
  'that is charged to a budget and approved by another member, register the data set: rx release register, rx release ask.';

/** `rx anonymise run`: makes a release on the disk, once. */
export const runCommand = (): Command =>
  readingReleaseFile(new Command('run'))
    .description('draw the noise and write the release; a second time nothing is drawn')
    .option('--out <folder>', 'where the release goes', 'release')
    .option('--parquet', 'the table as release.parquet as well')
    .action(async (file: string, options: Options) => {
      const { out, parquet = false } = options;
      const outcome = await runRelease(readPlan(file, options), out, { find: searchTelling, parquet });
      process.stdout.write(options.json === true ? json(options.out, outcome) : text(options.out, outcome));
    });

const json = (folder: string, { isNew, manifest }: RunOutcome): string => {
  const { mapping: _, scheme: __, ...told } = manifest;
  return `${JSON.stringify({ folder, internal: internalFolder(folder), isNew, ...told })}\n`;
};

const text = (folder: string, { isNew, manifest: { table, guarantee } }: RunOutcome): string =>
  [
    isNew
      ? `${folder} is written: ${TABLE} with ${table.rows} rows, and ${MANIFEST}. All of it may be given away.`
      : `${folder} was there already, of the same plan and data: nothing was drawn.`,
    `${internalFolder(folder)} is yours alone: never give it away.`,
    '',
    guarantee.words,
    '',
    NOT_ACCOUNTED,
    '',
  ].join('\n');
