import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { canonicalJson } from '@rxledger/chaincode/api';
import { releaseCsv, type Release } from '../anonymisation/release/release';
import type { ReleaseRequest, Scheme } from './scheme';

/** Names of the two files of an artefact. */
export const MANIFEST = 'manifest.json';
export const TABLE = 'table.csv';

/** What stands beside a released table. Its SHA-256 is on the ledger, and it holds that of the table. */
export interface Manifest {
  readonly format: 'rxledger-release/1';
  readonly request: ReleaseRequest;
  readonly scheme: Scheme;
  /** What the engine says of it: guarantee, noise, and levels or threshold where there are any. */
  readonly guarantee: Release['guarantee'];
  readonly noise: Release['noise'];
  readonly levels?: Release['levels'];
  readonly threshold?: number;
  readonly table: { readonly sha256: string; readonly bytes: number; readonly columns: readonly string[] };
  /** 32 random bytes, hex: nobody can find the manifest from its hash by trying tables. */
  readonly salt: string;
}

/**
 * Writes table and manifest as one folder, whole or not at all, and on the disk when this resolves.
 * @returns the SHA-256 of the manifest
 */
export async function writeArtefact(
  folder: string,
  release: Release,
  about: Pick<Manifest, 'request' | 'scheme'>,
): Promise<string> {
  const { columns, rows: _, ...said } = release;
  return sealFolder(folder, async (draft) => {
    const written = await writeHashed(join(draft, TABLE), Readable.from(releaseCsv(release)));
    const manifest: Manifest = {
      format: 'rxledger-release/1',
      ...about,
      ...said,
      table: { ...written, columns },
      salt: randomBytes(32).toString('hex'),
    };
    return (await writeHashed(join(draft, MANIFEST), Readable.from([`${canonicalJson(manifest)}\n`]))).sha256;
  });
}

/** Fills a draft of a folder and gives it its name once all of it is on the disk; of a fault nothing is left. */
export async function sealFolder<T>(folder: string, fill: (draft: string) => Promise<T>): Promise<T> {
  const draft = `${folder}.new`;
  await rm(draft, { recursive: true, force: true });
  try {
    await mkdir(draft, { recursive: true, mode: 0o700 });
    const filled = await fill(draft);
    await syncFolder(draft);
    await rename(draft, folder);
    await syncFolder(dirname(folder));
    return filled;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

/** Writes a file through to the disk. */
export async function writeHashed(
  path: string,
  source: AsyncIterable<string | Uint8Array>,
): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const file = await open(path, 'wx', 0o600);
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const part of source) {
      const chunk = typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
      hash.update(chunk);
      bytes += chunk.byteLength;
      await writeFile(file, chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { sha256: hash.digest('hex'), bytes };
}

export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}

/** SHA-256 of a file, hex. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path)) hash.update(part as Buffer);
  return hash.digest('hex');
}

/** The manifest as it lies there; not checked. */
export const readManifest = async (path: string): Promise<Manifest> =>
  JSON.parse(await readFile(path, 'utf8')) as Manifest;
