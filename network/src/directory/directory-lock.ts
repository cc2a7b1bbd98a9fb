import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { OperatorError } from '../operator-error';
import { isRunning, markOf, type ProcessMark } from '../supervision/process-mark';
import type { NetworkDirectory } from './network-directory';

const holderOf = (path: string): ProcessMark | undefined => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessMark;
  } catch {
    return undefined;
  }
};

const take = (path: string): boolean => {
  try {
    const descriptor = openSync(path, 'wx', 0o600);
    writeSync(descriptor, JSON.stringify(markOf(process.pid)));
    closeSync(descriptor);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
};

/**
 * Does work that no other command may do on the same network at the same time.
 * @throws OperatorError while another command holds the directory
 */
export const withLock = async <T>(directory: NetworkDirectory, work: () => Promise<T>): Promise<T> => {
  mkdirSync(directory.root, { recursive: true, mode: 0o700 });
  if (!take(directory.lock)) {
    const holder = holderOf(directory.lock);
    if (holder && isRunning(holder)) {
      throw new OperatorError(
        'busy',
        `another rxnet command (process ${holder.pid}) works on this network`,
        'Wait until it is done.',
      );
    }
    // Its holder was killed.
    rmSync(directory.lock, { force: true });
    if (!take(directory.lock)) throw new OperatorError('busy', 'another rxnet command was faster', 'Try again.');
  }
  try {
    return await work();
  } finally {
    rmSync(directory.lock, { force: true });
  }
};
