import { constants } from 'node:fs';
import { link, open, readFile, rename, stat, unlink, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { randomBytes } from 'node:crypto';
import { IdentityError } from './identity-error';

/** Writes a file whole or not at all, for its owner alone, and on the disk when this resolves. */
export async function writeWhole(path: string, content: string): Promise<void> {
  await writeDraft(path, content, (draft) => rename(draft, path));
}

/** The same for a file that must not be there yet; whether it was written. Of several that try, one does. */
export async function writeNew(path: string, content: string): Promise<boolean> {
  let isNew = true;
  await writeDraft(path, content, async (draft) => {
    await link(draft, path).catch((cause: unknown) => {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
      isNew = false;
    });
    await unlink(draft);
  });
  return isNew;
}

async function writeDraft(path: string, content: string, publish: (draft: string) => Promise<void>): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}.new`;
  try {
    await writeThrough(await open(draft, 'wx', 0o600), content);
    await publish(draft);
    const folder = await open(dirname(path), constants.O_RDONLY);
    await folder.sync().finally(() => folder.close());
  } catch (cause) {
    await unlink(draft).catch(() => undefined);
    const { code } = cause as NodeJS.ErrnoException;
    const reason =
      code === 'ENOSPC' ? 'the disk is full, nothing was changed' : `cannot be written (${code ?? 'fault'})`;
    throw new IdentityError('unwritable', path, reason, { cause });
  }
}

async function writeThrough(file: FileHandle, content: string): Promise<void> {
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Reads a file; undefined where there is none. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new IdentityError('unreadable', path, `cannot be read (${code ?? 'fault'})`, { cause });
  }
}

/**
 * Reads a file that holds a secret, without its line end.
 * @throws IdentityError where others could read it too
 */
export async function readSecret(path: string): Promise<string> {
  const text = await readIfThere(path);
  if (text === undefined) throw new IdentityError('unreadable', path, 'is not there');
  const { mode } = await stat(path);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new IdentityError('too-open', path, 'holds a secret that others on this machine can read');
  }
  return text.replace(/\r?\n$/, '');
}
