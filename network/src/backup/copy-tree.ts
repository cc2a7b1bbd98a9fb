import { constants, copyFileSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Copies a file or a folder, with what is below it; shares the blocks on disk where the file system can. Sockets and the like are passed over. */
export const copyTree = (from: string, to: string, isWanted: (path: string) => boolean = () => true): void => {
  if (!existsSync(from) || !isWanted(from)) return;
  const found = statSync(from);
  if (found.isDirectory()) {
    mkdirSync(to, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(from)) copyTree(join(from, name), join(to, name), isWanted);
  } else if (found.isFile()) {
    mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
    copyFileSync(from, to, constants.COPYFILE_FICLONE);
  }
};
