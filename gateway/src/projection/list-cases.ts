import type { ActorId, CaseStatus } from '@rxledger/chaincode/api';
import type { Kysely } from 'kysely';
import type { CasePage, CaseQuery } from './case-index';
import { cursorOf, placeOf } from './cursor';
import type { ProjectionTables } from './schema';

const LIST = 'cases';

/** One page of cases, newest first. */
export async function listCases(db: Kysely<ProjectionTables>, query: CaseQuery): Promise<CasePage> {
  const { hospital, status, openedBy, cursor, limit } = query;
  let select = db.selectFrom('record_case').selectAll().where('hospital', '=', hospital);
  if (status !== undefined) select = select.where('status', '=', status);
  if (openedBy !== undefined) select = select.where('opened_by', '=', openedBy);
  if (cursor !== undefined) select = select.where('open_order', '<', placeOf(LIST, cursor));
  // One more than the page: it tells whether there is a next one.
  const rows = await select
    .orderBy('open_order', 'desc')
    .limit(limit + 1)
    .execute();
  const position = await db.selectFrom('position').select('block').executeTakeFirst();
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    items: rows.slice(0, limit).map((row) => ({
      id: row.id,
      hospital: row.hospital,
      status: row.status as CaseStatus,
      openedBy: row.opened_by as ActorId,
      openedAt: row.opened_at,
      updatedAt: row.updated_at,
    })),
    ...(last === undefined ? {} : { cursor: cursorOf(LIST, last.open_order) }),
    ...(position === undefined ? {} : { asOfBlock: position.block }),
  };
}
