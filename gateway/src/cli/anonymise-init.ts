import { existsSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { RELEASE_MODES, type ReleaseMode } from '@rxledger/chaincode/api';
import { Command, Option } from 'commander';
import { AnonymisationError } from '../anonymisation/anonymisation-error';
import { isAddress, withoutPassword } from '../anonymisation/data/data-source';
import { sampleTable } from '../anonymisation/data/sample-table';
import { writeWhole } from '../identity/atomic-file';
import { releaseFileText } from '../steward/release-file-text';
import { lookAt, type FirstLook, type Known } from '../steward/suggest-file';

interface Options {
  readonly data: string;
  readonly out: string;
  readonly patient?: string;
  readonly sensitive?: NonNullable<Known['sensitive']>;
  readonly columns?: readonly string[];
  readonly mode: ReleaseMode;
  readonly rareValues?: boolean;
  readonly json?: boolean;
}

const names = (text: string): string[] => text.split(',').map((name) => name.trim());

/** `smoker=yes,sometimes` */
function sensitiveOf(text: string): NonNullable<Known['sensitive']> {
  const [column, positive] = text.split('=');
  if (!column || !positive) {
    throw new AnonymisationError('bad-release-file', '--sensitive wants COLUMN=VALUE,VALUE: smoker=yes');
  }
  return { column, positive: names(positive) };
}

/** `rx anonymise init`: a first look at a file. */
export const initCommand = (): Command =>
  new Command('init')
    .description('look at a file of patients, and write a release file to decide on')
    .requiredOption('--data <file>', 'CSV, Parquet, JSON lines, a folder of one of these, or a table of PostgreSQL')
    .option('--out <file>', 'where the release file goes', 'release.yaml')
    .option('--patient <column>', 'the column that tells patients apart')
    .option('--sensitive <column=values>', 'the sensitive column, and which of its values are yes', sensitiveOf)
    .option('--columns <names>', 'the columns to release, with commas between them; all that may be unless told', names)
    .addOption(new Option('--mode <mode>', 'kind of release').choices(RELEASE_MODES).default('dp'))
    .option('--rare-values', 'write down values of few rows as well: they may tell of single patients')
    .option('--json', 'one line of JSON')
    .action(async (options: Options) => {
      const { data, out, mode, rareValues: keepRare = false } = options;
      if (existsSync(out))
        throw new AnonymisationError('unwritable', `${out} is there already, and is not written over`);
      const { table, isWhole } = await sampleTable(data);
      const look = lookAt(table, { ...options, keepRare });
      await writeWhole(out, releaseFileText(placeOf(data, out), look, mode));
      process.stdout.write(options.json === true ? json(out, look, isWhole) : text(out, look, isWhole));
    });

/** Where the data is, seen from the release file; a password stays out of it. */
const placeOf = (data: string, out: string): string =>
  isAddress(data) ? withoutPassword(data) : relative(dirname(resolve(out)), resolve(data));

const json = (file: string, { columns, ...look }: FirstLook, isWhole: boolean): string => {
  const told = columns.map(({ profile: { values: _, ...profile }, suggestion: { role } }) => ({ ...profile, role }));
  return `${JSON.stringify({ internal: true, file, isWhole, ...look, columns: told })}\n`;
};

function text(file: string, { rows, severalRows, columns }: FirstLook, isWhole: boolean): string {
  const width = Math.max(...columns.map(({ profile: { name } }) => name.length));
  return [
    `${rows} rows${isWhole ? '' : ' looked at; there are more'}`,
    ...columns.map(
      ({ profile: { name, type, distinct }, suggestion: { role, why } }) =>
        `  ${name.padEnd(width)}  ${type.padEnd(10)} ${String(distinct).padStart(7)} values  ${role.padEnd(16)} ${why}`,
    ),
    ...(severalRows === 0 ? [] : [`${severalRows} patients have several rows: decide what to do with them.`]),
    `${file} is written. Read it, decide, then: rx anonymise plan ${file}`,
    '',
  ].join('\n');
}
