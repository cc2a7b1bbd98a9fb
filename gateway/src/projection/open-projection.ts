import Database from 'libsql';
import { Kysely, SqliteDialect, type SqliteDatabase } from 'kysely';
import type { LedgerEventRecord } from '../ledger/ledger';
import { applyEvents } from './apply-events';
import { listPrescriptions } from './list-prescriptions';
import { Progress } from './progress';
import type { PrescriptionIndex } from './prescription-index';
import { createTables, dropTables, SCHEMA_VERSION, schemaVersion, type ProjectionTables } from './schema';

/** How far a read model has read. */
export interface ProjectionPosition {
  /** Id of the last event taken in. */
  readonly event: string;
  readonly block: number;
  /** Id of the first event ever taken in: tells one ledger from another. */
  readonly firstEvent: string;
}

/** Milliseconds a list waits for a block that was asked for; then it shows what there is, and says up to where. */
const PATIENCE = 2000;

/** The read model: disposable, public data only. */
export interface Projection extends PrescriptionIndex {
  position(): Promise<ProjectionPosition | undefined>;
  /** Takes in events that follow each other on the ledger; one it knows already is passed over. */
  apply(records: readonly LedgerEventRecord[]): Promise<void>;
  /** Forgets everything, to be read anew. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the read model in a file, or in memory (`:memory:`). One of an older version is emptied, and so is a file that
 * is no read model: it can be read anew from the ledger at any time.
 */
export async function openProjection(file: string): Promise<Projection> {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  // A lost last transaction is read again: its position is lost with it.
  database.pragma('synchronous = NORMAL');
  const db = new Kysely<ProjectionTables>({
    dialect: new SqliteDialect({ database: database as unknown as SqliteDatabase }),
  });
  const clear = async (): Promise<void> => {
    await dropTables(db);
    await createTables(db);
  };
  if ((await schemaVersion(db)) !== SCHEMA_VERSION) await clear();
  const position = async (): Promise<ProjectionPosition | undefined> => {
    const row = await db.selectFrom('position').selectAll().executeTakeFirst();
    return row && { event: row.event, block: row.block, firstEvent: row.first_event };
  };
  const progress = new Progress((await position())?.block);

  return {
    async list(query) {
      if (query.atLeastBlock !== undefined) await progress.until(query.atLeastBlock, PATIENCE);
      return listPrescriptions(db, query);
    },
    async apply(records) {
      await applyEvents(db, records);
      const last = records.at(-1);
      if (last !== undefined) progress.reach(last.block);
    },
    async clear() {
      await clear();
      progress.reach(-1);
    },
    position,
    close: () => db.destroy(),
  };
}
