import { join } from 'node:path';
import { StoreError } from './block-store';
import { openDatabase, sqliteCode } from './libsql';

/**
 * Takes a folder for this process alone, until the returned function is called or the process is gone, however it ends.
 * @throws StoreError (`locked`) where another one has it
 */
export function lockFolder(folder: string): () => void {
  const database = openDatabase(join(folder, 'lock.db'));
  try {
    // The lock of a transaction on an empty database: nothing is ever written.
    database.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    if (!sqliteCode(cause).startsWith('SQLITE_BUSY')) throw cause;
    throw new StoreError('the data folder is in use by another process. Stop that one first.', 'locked', { cause });
  }
  return () => {
    database.exec('ROLLBACK');
    database.close();
  };
}
