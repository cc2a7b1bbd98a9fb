import { chmodSync, copyFileSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from './libsql';

/** What belongs to a running process and not to its data: logs of databases, locks, the way to the control endpoint. */
const isOfTheProcess = (name: string): boolean => /\.db-(wal|shm)$|\.new$|^lock\.db|^control\.json$/.test(name);

/** Writes what a database holds now, and nothing that was removed from it, into a new file; others may have it open. */
const copyDatabase = (from: string, to: string): void => {
  const database = openDatabase(from);
  try {
    database.exec(`VACUUM INTO '${to.replaceAll("'", "''")}'`);
    chmodSync(to, 0o600);
  } finally {
    database.close();
  }
};

/**
 * Copies the data directory of a running network. It is done in one go, without letting anything else happen in this process
 * meanwhile, so that ledgers, authorities and packages are of one moment. A network can be started from the copy.
 * @returns bytes of the copy
 */
export const copyData = (from: string, to: string): number => {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  let bytes = 0;
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (isOfTheProcess(entry.name)) continue;
    if (entry.isDirectory()) {
      bytes += copyData(source, target);
      continue;
    }
    if (entry.name.endsWith('.db')) copyDatabase(source, target);
    else copyFileSync(source, target);
    bytes += statSync(target).size;
  }
  return bytes;
};
