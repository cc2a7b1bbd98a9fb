import type { ActorId, PrescriptionStatus } from '@rxledger/chaincode/api';
import type { Kysely, Selectable } from 'kysely';
import { cursorOf, placeOf } from './cursor';
import type { IndexPage, IndexQuery, PrescriptionSummary } from './prescription-index';
import type { ProjectionTables } from './schema';

/** One page of a list; a place in it stays the same when others are added or change. */
export async function listPrescriptions(db: Kysely<ProjectionTables>, query: IndexQuery): Promise<IndexPage> {
  const { order, limit } = query;
  const rows = await selection(db, query)
    .orderBy(COLUMN[order], order === 'newest' ? 'desc' : 'asc')
    // One more than the page: it tells whether there is a next one.
    .limit(limit + 1)
    .execute();
  const position = await db.selectFrom('position').select('block').executeTakeFirst();
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const place = order === 'newest' ? last?.issue_order : last?.submission_order;
  return {
    items: rows.slice(0, limit).map(summary),
    ...(place === undefined ? {} : { cursor: cursorOf(order, place) }),
    ...(position === undefined ? {} : { asOfBlock: position.block }),
  };
}

const COLUMN = { newest: 'part.issue_order', oldest: 'prescription.submission_order' } as const;

function selection(db: Kysely<ProjectionTables>, query: IndexQuery) {
  const { order, cursor } = query;
  let select = db
    .selectFrom('part')
    .innerJoin('prescription', 'prescription.id', 'part.prescription')
    .selectAll('prescription')
    .where('part.organisation', '=', query.organisation);
  if (query.part !== undefined) select = select.where('part.part', '=', query.part);
  if (query.statuses !== undefined) select = select.where('prescription.status', 'in', [...query.statuses]);
  if (query.prescriber !== undefined) select = select.where('prescription.prescriber', '=', query.prescriber);
  if (cursor === undefined) return select;
  return select.where(COLUMN[order], order === 'newest' ? '<' : '>', placeOf(order, cursor));
}

const summary = (row: Selectable<ProjectionTables['prescription']>): PrescriptionSummary => ({
  id: row.id,
  status: row.status as PrescriptionStatus,
  version: row.version,
  hospital: row.hospital,
  prescriber: row.prescriber as ActorId,
  issuedAt: row.issued_at,
  updatedAt: row.updated_at,
  updatedBy: row.updated_by as ActorId,
  lastTransaction: row.last_transaction,
  ...(row.reviewer === null ? {} : { reviewer: row.reviewer as ActorId }),
});
