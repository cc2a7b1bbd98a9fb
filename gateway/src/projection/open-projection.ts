import Database from 'libsql';
import { Kysely, SqliteDialect, type SqliteDatabase } from 'kysely';
import type { LedgerEventRecord } from '../ledger/ledger';
import { scopeOf } from './apply-case-event';
import { applyEvents } from './apply-events';
import type { CaseIndex } from './case-index';
import type { Duty, DutyBook } from './duty-book';
import { listCases } from './list-cases';
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
  readonly cases: CaseIndex;
  readonly duties: DutyBook;
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

  const caughtUp = async ({ atLeastBlock }: { readonly atLeastBlock?: number }): Promise<void> => {
    if (atLeastBlock !== undefined) await progress.until(atLeastBlock, PATIENCE);
  };
  const listeners: (() => void)[] = [];

  return {
    async list(query) {
      await caughtUp(query);
      return listPrescriptions(db, query);
    },
    cases: {
      async list(query) {
        await caughtUp(query);
        return listCases(db, query);
      },
    },
    duties: {
      open: async () => (await db.selectFrom('duty').selectAll().orderBy('id').execute()).map(dutyOf),
      async done(id) {
        await db.deleteFrom('duty').where('id', '=', id).execute();
      },
      onNew: (listener) => {
        listeners.push(listener);
      },
    },
    async apply(records) {
      const hasDuty = await applyEvents(db, records);
      if (hasDuty) for (const listener of listeners) listener();
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

interface DutyRow {
  readonly id: number;
  readonly kind: string;
  readonly case_id: string;
  readonly scope: string | null;
}

const dutyOf = ({ id, kind, case_id: of, scope }: DutyRow): Duty =>
  kind === 'emergency' ? { id, kind, case: of } : { id, kind: 'erasure', case: of, scope: scopeOf(scope) };
