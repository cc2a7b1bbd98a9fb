import { mspOf, type LedgerEvent } from '@rxledger/chaincode/api';
import type { Kysely, Transaction } from 'kysely';
import type { LedgerEventRecord } from '../ledger/ledger';
import type { Part } from './prescription-index';
import type { ProjectionTables } from './schema';

type Tables = Kysely<ProjectionTables>;

/**
 * Takes one event into the read model; rows and position change in one transaction, so that a process that dies in
 * between has either all of it or nothing, and reads every event exactly once.
 */
export async function applyEvent(db: Tables, record: LedgerEventRecord): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const position = await transaction.selectFrom('position').selectAll().executeTakeFirst();
    if (position?.event === record.id) return;
    const events = (position?.events ?? 0) + 1;
    if (isOfPrescription(record.event)) await applyToPrescription(transaction, record.event, events);
    const row = { event: record.id, block: record.block, events };
    if (position !== undefined) await transaction.updateTable('position').set(row).execute();
    else
      await transaction
        .insertInto('position')
        .values({ ...row, only: 1, first_event: record.id })
        .execute();
  });
}

const isOfPrescription = ({ contract }: LedgerEvent): boolean =>
  contract === 'prescription' || contract === 'payment' || contract === 'fulfilment';

async function applyToPrescription(
  db: Transaction<ProjectionTables>,
  event: LedgerEvent,
  order: number,
): Promise<void> {
  if (event.contract === 'prescription') {
    const known = await db.selectFrom('prescription').select('id').where('id', '=', event.subject).executeTakeFirst();
    if (known === undefined) await insert(db, event, order);
    else await update(db, event, order);
  }
  await addParts(db, event);
}

async function insert(db: Transaction<ProjectionTables>, event: LedgerEvent, order: number): Promise<void> {
  const origin = await originOf(db, event);
  await db
    .insertInto('prescription')
    .values({
      id: event.subject,
      ...changed(event),
      hospital: origin.hospital,
      prescriber: origin.prescriber,
      issued_at: event.at,
      reviewer: null,
      submission_order: order,
    })
    .execute();
  const parts: [string | undefined, Part][] = [
    [origin.hospital, 'hospital'],
    [origin.centre, 'centre'],
  ];
  for (const [organisation, part] of parts) {
    if (organisation !== undefined) await addPart(db, event.subject, organisation, part);
  }
}

interface Origin {
  readonly hospital: string;
  readonly centre: string | undefined;
  readonly prescriber: string;
}

/** A new prescription is its issuer's; a fill (`<id>-<n>`) has the hospital, centre and prescriber of its series. */
async function originOf(db: Transaction<ProjectionTables>, event: LedgerEvent): Promise<Origin> {
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

async function update(db: Transaction<ProjectionTables>, event: LedgerEvent, order: number): Promise<void> {
  const reviewer = event.transaction === 'ClaimReview' ? { reviewer: event.actor } : {};
  const queued = event.to === 'SUBMITTED' ? { submission_order: order, reviewer: null } : {};
  await db
    .updateTable('prescription')
    .set({ ...changed(event), ...reviewer, ...queued })
    .where('id', '=', event.subject)
    .execute();
}

const changed = (event: LedgerEvent) => ({
  status: event.to,
  version: event.version,
  updated_at: event.at,
  updated_by: event.actor,
  last_transaction: event.transaction,
});

/** Whoever an event names beside hospital and centre is a pharmacy, or, for money and goods, the third party. */
async function addParts(db: Transaction<ProjectionTables>, event: LedgerEvent): Promise<void> {
  const known = await db.selectFrom('part').select('organisation').where('prescription', '=', event.subject).execute();
  const isKnown = new Set(known.map(({ organisation }) => organisation));
  const part: Part = event.contract === 'prescription' && event.transaction !== 'Settle' ? 'pharmacy' : 'third-party';
  for (const organisation of event.parties) {
    if (!isKnown.has(organisation)) await addPart(db, event.subject, organisation, part);
  }
}

async function addPart(
  db: Transaction<ProjectionTables>,
  prescription: string,
  organisation: string,
  part: Part,
): Promise<void> {
  await db
    .insertInto('part')
    .values({ prescription, organisation, part })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
