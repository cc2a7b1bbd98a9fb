import { mspOf, type LedgerEvent } from '@rxledger/chaincode/api';
import type { Kysely, Transaction } from 'kysely';
import type { LedgerEventRecord } from '../ledger/ledger';
import { applyCaseEvent } from './apply-case-event';
import type { Part } from './prescription-index';
import type { ProjectionTables } from './schema';

type Tables = Transaction<ProjectionTables>;

/**
 * Takes events into the read model, in their order; rows and position change in one transaction, so that a process that
 * dies in between has either all of it or nothing, and reads every event exactly once.
 * @returns whether any of them asks something of this gateway
 */
export async function applyEvents(
  db: Kysely<ProjectionTables>,
  records: readonly LedgerEventRecord[],
): Promise<boolean> {
  let hasDuty = false;
  await db.transaction().execute(async (transaction) => {
    const position = await transaction.selectFrom('position').selectAll().executeTakeFirst();
    const fresh = records.slice(records.findIndex(({ id }) => id === position?.event) + 1);
    let events = position?.events ?? 0;
    for (const { event } of fresh) {
      events += 1;
      if (isOfPrescription(event)) await applyEvent(transaction, event, events);
      else if (await applyCaseEvent(transaction, event)) hasDuty = true;
    }
    const [first, last] = [fresh[0], fresh.at(-1)];
    if (first === undefined || last === undefined) return;
    const row = { event: last.id, block: last.block, events };
    if (position !== undefined) await transaction.updateTable('position').set(row).execute();
    else
      await transaction
        .insertInto('position')
        .values({ ...row, only: 1, first_event: first.id })
        .execute();
  });
  return hasDuty;
}

const isOfPrescription = ({ contract }: LedgerEvent): boolean =>
  contract === 'prescription' || contract === 'payment' || contract === 'fulfilment';

async function applyEvent(db: Tables, event: LedgerEvent, order: number): Promise<void> {
  const parts = event.contract === 'prescription' ? await applyToPrescription(db, event, order) : new Map();
  // Whoever an event names beside hospital and centre is a pharmacy, or, for money and goods, the third party.
  const other: Part = event.contract === 'prescription' && event.transaction !== 'Settle' ? 'pharmacy' : 'third-party';
  await db
    .insertInto('part')
    .values(({ selectFrom }) =>
      event.parties.map((organisation) => ({
        prescription: event.subject,
        organisation,
        part: parts.get(organisation) ?? other,
        issue_order: selectFrom('prescription').select('issue_order').where('id', '=', event.subject),
      })),
    )
    // The first part an organisation has in a prescription is the one it keeps.
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** @returns parts that only the first event of a prescription tells */
async function applyToPrescription(db: Tables, event: LedgerEvent, order: number): Promise<ReadonlyMap<string, Part>> {
  const state = {
    status: event.to,
    version: event.version,
    updated_at: event.at,
    updated_by: event.actor,
    last_transaction: event.transaction,
    ...(event.transaction === 'ClaimReview' ? { reviewer: event.actor } : {}),
    ...(event.to === 'SUBMITTED' ? { submission_order: order, reviewer: null } : {}),
  };
  const { numUpdatedRows } = await db
    .updateTable('prescription')
    .set(state)
    .where('id', '=', event.subject)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) return new Map();
  const { hospital, centre, prescriber } = await originOf(db, event);
  await db
    .insertInto('prescription')
    .values({ id: event.subject, submission_order: order, ...state, hospital, prescriber, issued_at: event.at })
    .execute();
  return new Map([...(centre === undefined ? [] : [[centre, 'centre'] as const]), [hospital, 'hospital']]);
}

interface Origin {
  readonly hospital: string;
  readonly centre: string | undefined;
  readonly prescriber: string;
}

/** A new prescription is its issuer's; a fill (`<id>-<n>`) has the hospital, centre and prescriber of its series. */
async function originOf(db: Tables, event: LedgerEvent): Promise<Origin> {
  const series = event.subject.split('-', 1)[0]!;
  if (series !== event.subject) {
    const first = await db.selectFrom('prescription').selectAll().where('id', '=', series).executeTakeFirst();
    const centre = await db
      .selectFrom('part')
      .select('organisation')
      .where('prescription', '=', series)
      .where('part', '=', 'centre')
      .executeTakeFirst();
    if (first !== undefined) return { ...first, centre: centre?.organisation };
  }
  const hospital = mspOf(event.actor);
  // The chaincode names hospital and centre first, then whom else it concerns.
  return { hospital, centre: event.parties.find((party) => party !== hospital), prescriber: event.actor };
}
