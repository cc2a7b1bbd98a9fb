import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rmdir, stat, unlink, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BlobEntry, Blobs } from './blobs';
import { ContentError } from './content-error';

const DRAFT = '.new';

/** Blobs as files of one directory, for their owner alone, within a quota. */
export class FileBlobs implements Blobs {
  #used: number;

  private constructor(
    private readonly directory: string,
    private readonly quota: number,
    used: number,
  ) {
    this.#used = used;
  }

  /**
   * Opens a directory, making it where there is none.
   * @param quota bytes of all blobs together
   */
  static async open(directory: string, quota: number): Promise<FileBlobs> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const blobs = new FileBlobs(directory, quota, 0);
    blobs.#used = (await blobs.list()).reduce((total, { size }) => total + size, 0);
    return blobs;
  }

  async put(name: string, bytes: Uint8Array): Promise<void> {
    const path = join(this.directory, name);
    const more = bytes.length - (await sizeOf(path));
    if (this.#used + more > this.quota) {
      throw new ContentError('full', `the content store holds its ${String(this.quota)} bytes`);
    }
    // Counted before it is written, so that many at once keep within the quota.
    this.#used += more;
    try {
      await writeWhole(path, bytes);
    } catch (cause) {
      this.#used -= more;
      throw fault(cause);
    }
  }

  async get(name: string): Promise<Uint8Array | undefined> {
    return ifThere(readFile(join(this.directory, name)));
  }

  async list(folder?: string): Promise<readonly BlobEntry[]> {
    const folders = folder === undefined ? await ifThere(readdir(this.directory)) : [folder];
    const entries: BlobEntry[] = [];
    for (const each of folders ?? []) {
      for (const file of (await ifThere(readdir(join(this.directory, each)))) ?? []) {
        const found = file.endsWith(DRAFT) ? undefined : await ifThere(stat(join(this.directory, each, file)));
        if (found !== undefined) entries.push({ name: `${each}/${file}`, size: found.size, modified: found.mtimeMs });
      }
    }
    return entries;
  }

  async delete(name: string): Promise<void> {
    const path = join(this.directory, name);
    const size = await sizeOf(path);
    if ((await ifThere(unlink(path).then(() => true))) === true) this.#used -= size;
  }

  async settle(folder: string): Promise<void> {
    const path = join(this.directory, folder);
    const rest = await ifThere(readdir(path));
    // What a cut left of a part that was being written goes with the last one.
    if (rest?.every((file) => file.endsWith(DRAFT)) === true) {
      for (const draft of rest) await ifThere(unlink(join(path, draft)));
      await rmdir(path).catch(() => undefined);
    } else if (rest !== undefined) {
      await syncFolder(path);
    }
    await syncFolder(this.directory);
  }
}

/** Whole or not at all, and its bytes on the disk; that its name is there too is for `settle` to see to. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}${DRAFT}`;
  try {
    const file = await inFolder(path, () => open(draft, 'wx', 0o600));
    try {
      await writeAll(file, bytes);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (cause) {
    await unlink(draft).catch(() => undefined);
    throw cause;
  }
}

/** In one step where the system lets it: `FileHandle.writeFile` goes by halves of a mebibyte. */
async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at)).bytesWritten;
}

/** Makes the folder of a path where there is none yet. */
async function inFolder<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return work();
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY).catch((cause: unknown) => {
    throw fault(cause);
  });
  await folder.sync().finally(() => folder.close());
}

const sizeOf = async (path: string): Promise<number> => (await ifThere(stat(path)))?.size ?? 0;

async function ifThere<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw fault(cause);
  }
}

function fault(cause: unknown): ContentError {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new ContentError('full', 'the disk is full', [], { cause });
  return new ContentError('away', `the content store's disk fails (${code ?? 'fault'})`, [], { cause });
}
