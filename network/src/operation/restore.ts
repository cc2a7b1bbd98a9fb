import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type ArchivedFile, readArchive } from '../archive/read-archive';
import { type BackupFile, type Manifest, MANIFEST } from '../backup/manifest';
import { NetworkDirectory } from '../directory/network-directory';
import { readRecord, writeRecord } from '../directory/network-record';
import { OperatorError } from '../operator-error';
import type { Progress } from '../progress/progress';

/** What restoring came to. */
export interface RestoreOutcome {
  readonly directory: string;
  readonly files: number;
  readonly manifest: Omit<Manifest, 'files'>;
}

const damaged = (archive: string, what: string, cause?: unknown): OperatorError =>
  new OperatorError(
    'damaged-backup',
    `${archive} is no whole backup: ${what}`,
    'Use another one; nothing was changed.',
    {
      cause,
    },
  );

const textOf = async (file: ArchivedFile): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of file.content()) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};

/** @throws OperatorError where it is none, or one of another version */
const manifestOf = async (archive: string, file: ArchivedFile): Promise<Manifest> => {
  if (file.name !== MANIFEST) throw damaged(archive, `it begins with ${file.name} and not with ${MANIFEST}`);
  const manifest = JSON.parse(await textOf(file)) as Manifest;
  if (manifest.format === 1) return manifest;
  throw damaged(archive, `its format is ${String(manifest.format)}, this rxnet reads 1`);
};

/** Writes one file out and holds its hash against the manifest's. */
const unpack = async (archive: string, file: ArchivedFile, wanted: BackupFile | undefined, into: string) => {
  if (!wanted) throw damaged(archive, `the manifest does not know ${file.name}`);
  const target = join(into, file.name);
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  const hash = createHash('sha256');
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      hash.update(chunk);
      callback(null, chunk);
    },
  });
  await pipeline(file.content(), hashing, createWriteStream(target, { mode: wanted.mode }));
  if (hash.digest('hex') !== wanted.sha256) throw damaged(archive, `${file.name} has another hash`);
};

/** The head of a backup, without unpacking it. */
export const readManifest = async (archive: string): Promise<Manifest> => {
  try {
    for await (const file of readArchive(archive)) return await manifestOf(archive, file);
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw damaged(archive, (error as Error).message, error);
  }
  throw damaged(archive, 'it is empty');
};

const unpackAll = async (archive: string, into: string): Promise<Manifest> => {
  let manifest: Manifest | undefined;
  const missing = new Map<string, BackupFile>();
  for await (const file of readArchive(archive)) {
    if (manifest) {
      await unpack(archive, file, missing.get(file.name), into);
      missing.delete(file.name);
    } else {
      manifest = await manifestOf(archive, file);
      for (const each of manifest.files) missing.set(each.name, each);
    }
  }
  const [first] = missing.keys();
  if (!manifest || first) throw damaged(archive, first ? `${first} is missing` : 'it is empty');
  return manifest;
};

/** @throws OperatorError unless there is nothing yet */
export const requireEmpty = (directory: NetworkDirectory): void => {
  if (!readRecord(directory)) return;
  throw new OperatorError(
    'not-empty',
    `there is a network in ${directory.root} already`,
    'Name another folder with --directory, or remove that one: `rxnet down --purge`.',
  );
};

const consortiumFile = (recorded: string, given: string | undefined): string => {
  const file = resolve(given ?? recorded);
  if (existsSync(file)) return file;
  const reason = `the consortium file ${file}, from which the network was made, is not on this machine`;
  throw new OperatorError(
    'no-consortium-file',
    reason,
    'Name the file with --config; consortium.yaml in the archive is a copy of it as it was.',
  );
};

/**
 * Puts a backup back into an empty directory, whole or not at all. Nothing is started: that is `rxnet up`, which then holds the
 * ledger against the place that the backup names.
 * @throws OperatorError
 */
export const restore = async (
  archive: string,
  directory: NetworkDirectory,
  config: string | undefined,
  progress: Progress,
): Promise<RestoreOutcome> => {
  requireEmpty(directory);
  const draft = new NetworkDirectory(`${directory.root}.restoring`);
  rmSync(draft.root, { recursive: true, force: true });
  try {
    const manifest = await progress.step('Unpack and check every hash', async () => {
      mkdirSync(draft.root, { recursive: true, mode: 0o700 });
      try {
        return await unpackAll(archive, draft.root);
      } catch (error) {
        if (error instanceof OperatorError) throw error;
        throw damaged(archive, (error as Error).message, error);
      }
    });
    const record = readRecord(draft);
    if (!record) throw damaged(archive, 'network.json is missing');
    const { ledger, createdAt } = manifest;
    writeRecord(draft, {
      ...record,
      config: consortiumFile(record.config, config),
      restored: { ...ledger, backupOf: createdAt },
    });
    rmSync(directory.root, { recursive: true, force: true });
    renameSync(draft.root, directory.root);
    const { files, ...head } = manifest;
    return { directory: directory.root, files: files.length, manifest: head };
  } finally {
    rmSync(draft.root, { recursive: true, force: true });
  }
};
