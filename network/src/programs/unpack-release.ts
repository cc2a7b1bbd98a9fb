import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { readArchive } from '../archive/read-archive';
import { OperatorError } from '../operator-error';
import type { ReleaseArchive } from './release';

/** An archive that is here and was checked. */
export interface CheckedArchive {
  readonly archive: ReleaseArchive;
  readonly path: string;
  readonly sha256: string;
}

const MARK = 'unpacked.json';

const markOf = (archives: readonly CheckedArchive[]): string =>
  JSON.stringify(Object.fromEntries(archives.map(({ archive, sha256 }) => [archive.file, sha256])), null, 2);

const unpackOne = async ({ archive, path }: CheckedArchive, into: string): Promise<void> => {
  const found = new Set<string>();
  for await (const file of readArchive(path)) {
    const target = join(into, file.name);
    await mkdir(dirname(target), { recursive: true });
    await pipeline(Readable.from(file.content()), createWriteStream(target, { mode: file.mode }));
    found.add(file.name);
  }
  const missing = archive.programs.filter((name) => !found.has(`bin/${name}`) && !found.has(`./bin/${name}`));
  if (missing.length === 0) return;
  const reason = `${archive.file} does not hold ${missing.join(', ')}`;
  throw new OperatorError(
    'other-archive',
    reason,
    'It is no release archive of these programs; put the right one there.',
  );
};

/** Unpacks a release into its folder, whole or not at all; what was unpacked of the very same archives is left alone. */
export const unpackRelease = async (
  archives: readonly CheckedArchive[],
  folder: string,
): Promise<'kept' | 'unpacked'> => {
  const mark = join(folder, MARK);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === markOf(archives)) return 'kept';
  const draft = `${folder}.new`;
  await rm(draft, { recursive: true, force: true });
  try {
    for (const archive of archives) await unpackOne(archive, draft);
    await writeFile(join(draft, MARK), markOf(archives));
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder);
    return 'unpacked';
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
};
