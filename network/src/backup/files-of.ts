import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Of } from '../archive/sha256';
import type { BackupFile } from './manifest';

/** Every file below a folder, by its name from there, sorted. */
export const namesBelow = (folder: string, prefix = ''): readonly string[] =>
  readdirSync(join(folder, prefix), { withFileTypes: true })
    .flatMap((entry) => {
      const name = prefix ? `${prefix}/${entry.name}` : entry.name;
      if (entry.isDirectory()) return namesBelow(folder, name);
      return entry.isFile() ? [name] : [];
    })
    .sort();

/** Bytes of all files below a folder. */
export const bytesBelow = (folder: string): number =>
  namesBelow(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

/** Every file below a folder with its hash. */
export const filesBelow = async (folder: string): Promise<readonly BackupFile[]> => {
  const files: BackupFile[] = [];
  for (const name of namesBelow(folder)) {
    const path = join(folder, name);
    const { size, mode } = statSync(path);
    files.push({ name, mode: mode & 0o777, size, sha256: await sha256Of(path) });
  }
  return files;
};
