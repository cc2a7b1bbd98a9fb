import { sql, type Generated, type Kysely } from 'kysely';

/** Grows with every change of the tables; a read model of another version is thrown away and read anew. */
export const SCHEMA_VERSION = 2;

export interface ProjectionTables {
  prescription: {
    /** Order of first appearance on the ledger: the stable order of lists. */
    issue_order: Generated<number>;
    id: string;
    status: string;
    version: number;
    hospital: string;
    prescriber: string;
    issued_at: number;
    updated_at: number;
    updated_by: string;
    last_transaction: string;
    reviewer: string | null;
    /** Order of the last submission: the stable order of the review queue. */
    submission_order: number;
  };
  /** With the prescription's own order, so that a list of one organisation's is read off an index. */
  part: { prescription: string; organisation: string; part: string; issue_order: number | null };
  record_case: {
    /** Order of first appearance on the ledger. */
    open_order: Generated<number>;
    id: string;
    hospital: string;
    status: string;
    opened_by: string;
    opened_at: number;
    updated_at: number;
  };
  /** Emergencies by case: what is written while one may run asks for its keys as well. */
  emergency: { case_id: string; at: number };
  duty: { id: Generated<number>; kind: string; case_id: string; scope: string | null };
  position: { only: 1; event: string; block: number; first_event: string; events: number };
}

/** Makes the tables of an empty read model. */
export async function createTables(db: Kysely<ProjectionTables>): Promise<void> {
  await db.schema
    .createTable('prescription')
    .addColumn('issue_order', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('hospital', 'text', (column) => column.notNull())
    .addColumn('prescriber', 'text', (column) => column.notNull())
    .addColumn('issued_at', 'integer', (column) => column.notNull())
    .addColumn('updated_at', 'integer', (column) => column.notNull())
    .addColumn('updated_by', 'text', (column) => column.notNull())
    .addColumn('last_transaction', 'text', (column) => column.notNull())
    .addColumn('reviewer', 'text')
    .addColumn('submission_order', 'integer', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('part')
    .addColumn('prescription', 'text', (column) => column.notNull())
    .addColumn('organisation', 'text', (column) => column.notNull())
    .addColumn('part', 'text', (column) => column.notNull())
    .addColumn('issue_order', 'integer')
    .addPrimaryKeyConstraint('part_key', ['prescription', 'organisation'])
    .execute();
  await createRecordTables(db);
  await db.schema
    .createTable('position')
    .addColumn('only', 'integer', (column) => column.primaryKey())
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('block', 'integer', (column) => column.notNull())
    .addColumn('first_event', 'text', (column) => column.notNull())
    .addColumn('events', 'integer', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('queue').on('prescription').columns(['status', 'submission_order']).execute();
  await db.schema.createIndex('of_organisation').on('part').columns(['organisation', 'issue_order']).execute();
  await sql.raw(`pragma user_version = ${SCHEMA_VERSION}`).execute(db);
}

async function createRecordTables(db: Kysely<ProjectionTables>): Promise<void> {
  await db.schema
    .createTable('record_case')
    .addColumn('open_order', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('hospital', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('opened_by', 'text', (column) => column.notNull())
    .addColumn('opened_at', 'integer', (column) => column.notNull())
    .addColumn('updated_at', 'integer', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('emergency')
    .addColumn('case_id', 'text', (column) => column.notNull())
    .addColumn('at', 'integer', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('duty')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('case_id', 'text', (column) => column.notNull())
    .addColumn('scope', 'text')
    .execute();
  await db.schema.createIndex('of_case').on('emergency').column('case_id').execute();
  await db.schema.createIndex('of_hospital').on('record_case').columns(['hospital', 'open_order']).execute();
}

export async function schemaVersion(db: Kysely<ProjectionTables>): Promise<number> {
  const { rows } = await sql<{ user_version: number }>`pragma user_version`.execute(db);
  return rows[0]?.user_version ?? 0;
}

export async function dropTables(db: Kysely<ProjectionTables>): Promise<void> {
  for (const table of ['prescription', 'part', 'record_case', 'emergency', 'duty', 'position'] as const) {
    await db.schema.dropTable(table).ifExists().execute();
  }
  await sql.raw('pragma user_version = 0').execute(db);
}
