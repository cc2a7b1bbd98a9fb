import { chmodSync } from 'node:fs';
import { basename } from 'node:path';
import { equalBytes } from '../wire/bytes';
import { sha256 } from '../wire/hashes';
import { type BlockRecord, type BlockStore, type PrivateRecord, type Scrub, StoreError } from './block-store';
import { type Database, openDatabase, sqliteCode, type Statement } from './libsql';
import { isScrubbed, scrubPrivateSet } from './scrub-private-set';

/** Version of the tables; a file of a later version is refused, an earlier one brought up to this. */
const FORMAT = 2;

const TABLES = `
  CREATE TABLE IF NOT EXISTS blocks (number INTEGER PRIMARY KEY, hash BLOB NOT NULL, bytes BLOB NOT NULL,
    time_shift INTEGER NOT NULL DEFAULT 0);
  CREATE INDEX IF NOT EXISTS blocks_by_hash ON blocks (hash);
  CREATE TABLE IF NOT EXISTS private_sets (
    id INTEGER PRIMARY KEY, block INTEGER NOT NULL, position INTEGER NOT NULL, msp TEXT NOT NULL,
    bytes BLOB NOT NULL, checksum BLOB NOT NULL
  );
  CREATE INDEX IF NOT EXISTS private_sets_by_block ON private_sets (block);
`;

interface BlockRow {
  readonly bytes: ArrayBuffer;
}

interface PrivateRow {
  readonly id: number;
  readonly position: number;
  readonly msp: string;
  readonly bytes: ArrayBuffer;
  readonly checksum: ArrayBuffer;
}

interface Statements {
  readonly insertBlock: Statement;
  readonly insertPrivate: Statement;
  readonly updatePrivate: Statement;
  readonly selectBlock: Statement;
  readonly selectNumber: Statement;
  readonly selectShift: Statement;
  readonly selectPrivate: Statement;
  readonly deleteBlocks: Statement;
  readonly deletePrivateFrom: Statement;
  readonly deletePrivateOf: Statement;
}

const prepare = (database: Database): Statements => ({
  insertBlock: database.prepare('INSERT INTO blocks (number, hash, bytes, time_shift) VALUES (?, ?, ?, ?)'),
  insertPrivate: database.prepare(
    'INSERT INTO private_sets (block, position, msp, bytes, checksum) VALUES (?, ?, ?, ?, ?)',
  ),
  updatePrivate: database.prepare('UPDATE private_sets SET bytes = ?, checksum = ? WHERE id = ?'),
  selectBlock: database.prepare('SELECT bytes FROM blocks WHERE number = ?'),
  selectNumber: database.prepare('SELECT number FROM blocks WHERE hash = ?'),
  selectShift: database.prepare('SELECT time_shift AS shift FROM blocks WHERE number = ?'),
  selectPrivate: database.prepare(
    'SELECT id, position, msp, bytes, checksum FROM private_sets WHERE block = ? ORDER BY id',
  ),
  deleteBlocks: database.prepare('DELETE FROM blocks WHERE number >= ?'),
  deletePrivateFrom: database.prepare('DELETE FROM private_sets WHERE block >= ?'),
  deletePrivateOf: database.prepare('DELETE FROM private_sets WHERE block = ?'),
});

const damaged = (path: string, what: string, options?: ErrorOptions): StoreError =>
  new StoreError(
    `${basename(path)} is damaged: ${what}. Nothing was changed. ` +
      'Restore it from a copy, or remove the data folder to start with an empty ledger.',
    'corrupt',
    options,
  );

/** Says what SQLite's complaint means for whoever runs the network, and what helps. */
function storeError(path: string, error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const code = sqliteCode(error);
  const file = basename(path);
  const options = { cause: error };
  if (code.startsWith('SQLITE_FULL')) {
    return new StoreError(
      `no room left for ${file}: the block was not written. Free space and try again.`,
      'full',
      options,
    );
  }
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) {
    return damaged(path, 'it is no database', options);
  }
  const message = (error as Error).message;
  return new StoreError(
    `${file} could not be used: ${message}. Check the disk and the folder's permissions.`,
    'failed',
    options,
  );
}

/**
 * Blocks in a SQLite file: one SQL transaction a block, in the write-ahead log before `append` returns, so that a block
 * survives the death of the process. (Of the machine's power: all but the last moments.) What is purged is overwritten, in the file and in its log.
 */
export class SqliteBlockStore implements BlockStore {
  private readonly database: Database;
  private readonly statements: Statements;
  private count: number;
  private hasUnscrubbedLog = false;

  constructor(private readonly path: string) {
    const { database, statements, count } = this.guard(() => openBlocks(path));
    this.database = database;
    this.statements = statements;
    this.count = count;
  }

  height(): number {
    return this.count;
  }

  append(record: BlockRecord): void {
    this.transaction(() => this.write(record));
    this.count = record.number + 1;
    if (record.scrubs.length > 0) this.hasUnscrubbedLog = true;
    if (this.hasUnscrubbedLog) this.emptyLog();
  }

  block(number: number): Uint8Array | undefined {
    const [row] = this.guard(() => this.statements.selectBlock.all([number]) as BlockRow[]);
    return row && new Uint8Array(row.bytes);
  }

  numberByHash(hash: Uint8Array): number | undefined {
    const [row] = this.guard(() => this.statements.selectNumber.all([hash]) as { number: number }[]);
    return row?.number;
  }

  privateRecords(block: number): readonly PrivateRecord[] {
    return this.storedSets(block);
  }

  timeShift(block: number): number {
    const [row] = this.guard(() => this.statements.selectShift.all([block]) as { shift: number }[]);
    return row?.shift ?? 0;
  }

  rewind(height: number, unscrubbed: ReadonlyMap<number, readonly PrivateRecord[]>): void {
    const { deleteBlocks, deletePrivateFrom, deletePrivateOf } = this.statements;
    this.transaction(() => {
      deleteBlocks.run([height]);
      deletePrivateFrom.run([height]);
      for (const [block, records] of unscrubbed) {
        deletePrivateOf.run([block]);
        this.writePrivate(block, records);
      }
    });
    this.count = Math.min(this.count, height);
  }

  replace(records: readonly BlockRecord[]): void {
    const { deleteBlocks, deletePrivateFrom } = this.statements;
    this.transaction(() => {
      deleteBlocks.run([0]);
      deletePrivateFrom.run([0]);
      for (const record of records) this.write(record);
    });
    this.count = records.length;
  }

  close(): void {
    // Prepared statements keep the file open until they are collected: the log is brought home now.
    this.emptyLog();
    this.database.close();
  }

  private write({ number, hash, bytes, privateRecords, scrubs, timeShift }: BlockRecord): void {
    this.statements.insertBlock.run([number, hash, bytes, timeShift]);
    this.writePrivate(number, privateRecords);
    for (const scrub of scrubs) this.scrub(scrub);
  }

  private writePrivate(block: number, records: readonly PrivateRecord[]): void {
    for (const { transaction, mspId, set } of records) {
      this.statements.insertPrivate.run([block, transaction, mspId, set, sha256(set)]);
    }
  }

  private transaction(work: () => void): void {
    this.guard(() => {
      this.database.exec('BEGIN IMMEDIATE');
      try {
        work();
        this.database.exec('COMMIT');
      } catch (error) {
        this.rollBack();
        throw error;
      }
    });
  }

  private scrub(scrub: Scrub): void {
    for (const block of scrub.blocks) {
      for (const { id, transaction, set } of this.storedSets(block)) {
        if (!isScrubbed(scrub, block, transaction)) continue;
        const kept = scrubPrivateSet(set, scrub);
        if (!equalBytes(kept, set)) this.statements.updatePrivate.run([kept, sha256(kept), id]);
      }
    }
  }

  private storedSets(block: number): (PrivateRecord & { readonly id: number })[] {
    const rows = this.guard(() => this.statements.selectPrivate.all([block]) as PrivateRow[]);
    return rows.map(({ id, position, msp, bytes, checksum }) => {
      const set = new Uint8Array(bytes);
      if (!equalBytes(sha256(set), new Uint8Array(checksum))) {
        throw damaged(this.path, `private data of block ${block} was changed`);
      }
      return { id, transaction: position, mspId: msp, set };
    });
  }

  /** The log still holds pages from before a purge. Where it can't be emptied now, the next block tries again. */
  private emptyLog(): void {
    try {
      this.database.pragma('wal_checkpoint(TRUNCATE)');
      this.hasUnscrubbedLog = false;
    } catch {
      this.hasUnscrubbedLog = true;
    }
  }

  private rollBack(): void {
    try {
      this.database.exec('ROLLBACK');
    } catch {
      // SQLite has rolled back itself.
    }
  }

  private guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw storeError(this.path, error);
    }
  }
}

function openBlocks(path: string): { database: Database; statements: Statements; count: number } {
  const database = openDatabase(path);
  try {
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
    database.pragma('secure_delete = ON');
    const format = formatOf(database, path);
    database.exec(TABLES);
    if (format === 1) database.exec('ALTER TABLE blocks ADD COLUMN time_shift INTEGER NOT NULL DEFAULT 0');
    database.exec(`PRAGMA user_version = ${FORMAT}`);
    // A log left by a process that was killed may hold what was purged since.
    database.pragma('wal_checkpoint(TRUNCATE)');
    chmodSync(path, 0o600);
    return { database, statements: prepare(database), count: countBlocks(database, path) };
  } catch (error) {
    database.close();
    throw error;
  }
}

function formatOf(database: Database, path: string): number {
  const [row] = database.pragma('user_version') as { user_version: number }[];
  const version = row?.user_version ?? 0;
  if (version <= FORMAT) return version;
  throw new StoreError(
    `${basename(path)} was written by another version (format ${version}, this one reads ${FORMAT}). Use that version, or remove the data folder.`,
    'failed',
  );
}

function countBlocks(database: Database, path: string): number {
  const query = database.prepare('SELECT count(*) AS blocks, coalesce(max(number) + 1, 0) AS height FROM blocks');
  const [row = { blocks: 0, height: 0 }] = query.all([]) as { blocks: number; height: number }[];
  if (row.blocks === row.height) return row.height;
  throw damaged(path, 'blocks are missing');
}
