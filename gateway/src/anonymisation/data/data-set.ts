import { readdirSync, statSync, type Stats } from 'node:fs';
import { basename, join } from 'node:path';
import { AnonymisationError } from '../anonymisation-error';

/** Formats by the ending of a file's name. */
const ENDINGS = {
  csv: /\.(csv|tsv|txt|data)(\.gz)?$/i,
  parquet: /\.(parquet|pq)$/i,
  json: /\.(jsonl|ndjson|json)(\.gz)?$/i,
} as const;

export type DataFormat = keyof typeof ENDINGS;

/** Files that are one table. */
export interface DataSet {
  readonly format: DataFormat;
  readonly files: readonly string[];
  /** Columns that stand in the names of folders, as in `month=2024-05`. */
  readonly partitionedBy: readonly string[];
  /** Bytes of all files. */
  readonly size: number;
}

/**
 * The data set at a path: a file, or all files of a folder and the folders in it. Names that begin with a point or an
 * underscore are passed over, as the programs that write such folders expect.
 * @throws AnonymisationError where there is nothing, or not all of one format
 */
export function dataSetAt(path: string): DataSet {
  const isFolder = statOf(path).isDirectory();
  const names = isFolder ? filesIn(path) : [''];
  const first = names[0];
  if (first === undefined) throw new AnonymisationError('empty-data', `${path} has no file`);
  const files = names.map((name) => join(path, name));
  const format = formatOf(files[0]!);
  const other = files.find((file) => formatOf(file) !== format);
  if (other !== undefined) {
    throw new AnonymisationError('unreadable', `${files[0]!} and ${other} are of two formats`);
  }
  const partitionedBy = isFolder ? partitionsOf(first) : [];
  const size = files.reduce((sum, file) => sum + statOf(file).size, 0);
  return { format, files, partitionedBy, size };
}

function statOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (cause) {
    throw new AnonymisationError('unreadable', `${path} is not there`, { cause });
  }
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.split('/').some((part) => /^[._]/.test(part)) && statOf(join(folder, name)).isFile())
    .sort();

/** Formats are told by names alone: what is in a file is found out by reading all of it. */
function formatOf(path: string): DataFormat {
  const format = (Object.keys(ENDINGS) as DataFormat[]).find((each) => ENDINGS[each].test(basename(path)));
  if (format !== undefined) return format;
  throw new AnonymisationError('unreadable', `${path} is neither CSV, Parquet nor JSON lines by its name`);
}

const partitionsOf = (file: string): string[] =>
  file
    .split('/')
    .slice(0, -1)
    .flatMap((part) => /^([^=]+)=/.exec(part)?.[1] ?? []);
