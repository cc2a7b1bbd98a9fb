import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { AnonymisationError } from '../anonymisation/anonymisation-error';
import { readCsv } from '../anonymisation/data/read-csv';
import { buildHierarchy } from '../anonymisation/hierarchy/build-hierarchy';
import { releaseCsv, type Release } from '../anonymisation/release/release';
import { writeRelease, type WrittenTable } from '../anonymisation/release/write-release';
import { sealFolder, writeHashed } from '../releases/artefact';
import { isPublic } from '../releases/make-release';
import { hashOf, type Question, type Scheme, type SchemeColumn } from '../releases/scheme';

/** Names of the files of a release on a disk: all that is in its folder may be given away. */
export const TABLE = 'release.csv';
/** The same table once more, where that was asked for. */
export const PARQUET = 'release.parquet';
export const MANIFEST = 'release.json';

/** What stands beside the table. */
export interface FolderManifest {
  readonly format: 'rxledger-release-folder/1';
  /** Name and version of the program. */
  readonly engine: string;
  /** No ledger keeps account of what this release cost. */
  readonly accounted: false;
  /** SHA-256 of the plan it was made of, and of the scheme in it. */
  readonly plan: string;
  readonly schemeHash: string;
  readonly scheme: Scheme;
  readonly question: Question;
  readonly guarantee: Release['guarantee'];
  readonly noise: Release['noise'];
  readonly levels: Readonly<Record<string, number>>;
  readonly threshold?: number;
  /** For each column whose values are known without the data, what each generalised value stands for. */
  readonly mapping: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly table: {
    readonly sha256: string;
    readonly bytes: number;
    readonly rows: number;
    readonly columns: readonly { readonly name: string; readonly type: 'string' | 'integer' }[];
  };
  readonly parquet?: WrittenTable;
  /** SHA-256 of the canonical JSON of everything above. */
  readonly digest: string;
}

export type Unsealed = Omit<FolderManifest, 'digest'>;

/** The digest that a manifest must have. */
export const digestOf = (manifest: Unsealed): string => hashOf(manifest);

export interface FolderOptions {
  /** Whether the table is written as Parquet as well; by DuckDB, an optional dependency. */
  readonly parquet?: boolean;
}

/**
 * Writes a release as a folder, whole or not at all, and on the disk when this resolves.
 * @throws AnonymisationError `unwritable`, and then nothing of it is there
 */
export async function writeFolder(
  folder: string,
  release: Release,
  about: Pick<Unsealed, 'plan' | 'scheme' | 'question'>,
  { parquet = false }: FolderOptions = {},
): Promise<FolderManifest> {
  const { columns, rows, guarantee, noise, levels, threshold } = release;
  const reached = levels ?? Object.fromEntries(about.scheme.columns.map(({ name, level }) => [name, level]));
  return written(folder, () =>
    sealFolder(resolve(folder), async (draft) => {
      const table = await writeHashed(join(draft, TABLE), Readable.from(releaseCsv(release)));
      const unsealed: Unsealed = {
        format: 'rxledger-release-folder/1',
        engine: engine(),
        accounted: false,
        ...about,
        schemeHash: hashOf(about.scheme),
        guarantee,
        noise,
        levels: reached,
        ...(threshold === undefined ? {} : { threshold }),
        mapping: mappingOf(about.scheme.columns, reached),
        table: { ...table, rows: rows.length, columns: typesOf(columns, about.question) },
        ...(parquet ? { parquet: await writeRelease(release, join(draft, PARQUET)) } : {}),
      };
      const manifest = { ...unsealed, digest: digestOf(unsealed) };
      await writeHashed(join(draft, MANIFEST), Readable.from([`${JSON.stringify(manifest, null, 2)}\n`]));
      return manifest;
    }),
  );
}

/** What a fault of the disk becomes. */
export async function written<T>(folder: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === undefined || cause instanceof AnonymisationError) throw cause;
    const reason = code === 'ENOSPC' ? 'the disk is full, and nothing was kept' : `it cannot be written (${code})`;
    throw new AnonymisationError('unwritable', `${folder}: ${reason}`, { cause });
  }
}

/** @throws AnonymisationError `altered` where there is no manifest that can be read */
export async function readManifest(folder: string): Promise<FolderManifest> {
  try {
    return JSON.parse(await readFile(join(folder, MANIFEST), 'utf8')) as FolderManifest;
  } catch (cause) {
    throw new AnonymisationError('altered', `${folder} has no ${MANIFEST} that can be read`, { cause });
  }
}

/** A row of a released table: generalised values, then counts. */
export interface Row {
  readonly values: readonly string[];
  readonly counts: readonly number[];
}

/** The rows of a table; NaN stands for a count that is no whole number. */
export async function readRows(folder: string, { table, question }: FolderManifest): Promise<readonly Row[]> {
  if (table.rows === 0) return [];
  const names = table.columns.map(({ name }) => name);
  const { columns, rows } = readCsv(await readFile(join(folder, TABLE)), { columns: names, delimiter: ',' });
  const quasi = question.columns.length;
  return Array.from({ length: rows }, (_, at) => {
    const fields = columns.map(({ values, codes }) => values[codes[at]!]!);
    return { values: fields.slice(0, quasi), counts: fields.slice(quasi).map(countOf) };
  });
}

const countOf = (text: string): number => (/^-?\d+$/.test(text) ? Number(text) : Number.NaN);

/** Values of the data itself are in no mapping: only those that the scheme lists or counts out. */
function mappingOf(
  columns: readonly SchemeColumn[],
  levels: Readonly<Record<string, number>>,
): FolderManifest['mapping'] {
  const mapped = columns.filter(
    ({ name, hierarchy }) => isPublic(hierarchy) && hierarchy.kind !== 'interval' && levels[name]! > 0,
  );
  return Object.fromEntries(
    mapped.map(({ name, hierarchy }) => {
      const { leaves, levels: all } = buildHierarchy(name, hierarchy, []);
      const { values, ofLeaf } = all[levels[name]!]!;
      return [
        name,
        Object.fromEntries(values.map((value, at) => [value, leaves.filter((_, leaf) => ofLeaf[leaf] === at)])),
      ];
    }),
  );
}

/** Generalised values are text, also where they look like numbers; what is counted is whole numbers. */
const typesOf = (names: readonly string[], { columns }: Question): FolderManifest['table']['columns'] =>
  names.map((name, at) => ({ name, type: at < columns.length ? 'string' : 'integer' }));

function engine(): string {
  const { name, version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as Record<
    string,
    string
  >;
  return `${name!} ${version!}`;
}
