import type { ActorId, PrescriptionStatus } from '@rxledger/chaincode/api';
import type { Kysely, Selectable } from 'kysely';
import { cursorOf, placeOf } from './cursor';
import type { IndexPage, IndexQuery, PrescriptionSummary } from './prescription-index';
import type { ProjectionTables } from './schema';

/** One page of a list; a place in it stays the same when others are added or change. */
export async function listPrescriptions(db: Kysely<ProjectionTables>, query: IndexQuery): Promise<IndexPage> {
  const { order, limit, cursor } = query;
  const column = order === 'newest' ? 'issue_order' : 'submission_order';
  let select = db
    .selectFrom('prescription')
    .selectAll()
    .where((row) =>
      row.exists(
        row
          .selectFrom('part')
          .select('prescription')
          .whereRef('part.prescription', '=', 'prescription.id')
          .where('part.organisation', '=', query.organisation)
          .$if(query.part !== undefined, (parts) => parts.where('part.part', '=', query.part!)),
      ),
    );
  if (query.statuses !== undefined) select = select.where('status', 'in', [...query.statuses]);
  if (query.prescriber !== undefined) select = select.where('prescriber', '=', query.prescriber);
  if (cursor !== undefined) select = select.where(column, order === 'newest' ? '<' : '>', placeOf(order, cursor));

  const rows = await select
    .orderBy(column, order === 'newest' ? 'desc' : 'asc')
    .limit(limit + 1)
    .execute();
  const position = await db.selectFrom('position').select('block').executeTakeFirst();
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    items: rows.slice(0, limit).map(summary),
    ...(last === undefined ? {} : { cursor: cursorOf(order, last[column]) }),
    ...(position === undefined ? {} : { asOfBlock: position.block }),
  };
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
