import { ERASURE_SCOPES, type ErasureScope, type LedgerEvent } from '@rxledger/chaincode/api';
import type { Transaction } from 'kysely';
import type { ProjectionTables } from './schema';

type Tables = Transaction<ProjectionTables>;

/** Takes an event of records into the read model. @returns whether it asks something of this gateway */
export async function applyCaseEvent(db: Tables, event: LedgerEvent): Promise<boolean> {
  if (event.contract === 'patient' && event.transaction === 'Erase') return erase(db, event);
  if (event.contract !== 'case') return false;
  if (event.transaction === 'Open') await open(db, event);
  else await db.updateTable('record_case').set(changes(event)).where('id', '=', event.subject).execute();
  if (event.transaction === 'BreakGlass') {
    await db.insertInto('emergency').values({ case_id: event.subject, at: event.at }).execute();
  } else if (event.transaction !== 'AddVersion' || !(await mayHaveEmergency(db, event))) return false;
  await db.insertInto('duty').values({ kind: 'emergency', case_id: event.subject, scope: null }).execute();
  return true;
}

/** Milliseconds that no emergency outlasts. */
const LONGEST_EMERGENCY = 24 * 60 * 60 * 1000;

async function mayHaveEmergency(db: Tables, { subject, at }: LedgerEvent): Promise<boolean> {
  const found = await db
    .selectFrom('emergency')
    .select('at')
    .where('case_id', '=', subject)
    .where('at', '>', at - LONGEST_EMERGENCY)
    .executeTakeFirst();
  return found !== undefined;
}

const open = (db: Tables, { subject, actor, at, to, parties }: LedgerEvent) =>
  db
    .insertInto('record_case')
    // The chaincode names the hospital first.
    .values({ id: subject, hospital: parties[0]!, status: to, opened_by: actor, opened_at: at, updated_at: at })
    .execute();

const changes = ({ transaction, to, at }: LedgerEvent) => ({
  updated_at: at,
  ...(transaction === 'Close' || transaction === 'Reopen' ? { status: to } : {}),
});

async function erase(db: Tables, { subject, to }: LedgerEvent): Promise<boolean> {
  const scope = ERASURE_SCOPES.find((known) => to === `erase-${known}`);
  if (scope === undefined) return false;
  if (scope === 'whole') await db.deleteFrom('record_case').where('id', '=', subject).execute();
  await db.insertInto('duty').values({ kind: 'erasure', case_id: subject, scope }).execute();
  return true;
}

/** The scope of a duty, as it was written. */
export const scopeOf = (scope: string | null): ErasureScope =>
  ERASURE_SCOPES.find((known) => known === scope) ?? 'whole';
