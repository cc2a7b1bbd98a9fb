import type { ServiceContext } from '../capability';
import { createEnvelopes, type Envelopes } from './envelopes';
import { createKnownCases, type KnownCases } from './known-cases';
import { createReading, type Reading } from './reading';
import { createRecipients, type Recipients } from './recipients';
import { createRecordLedger, type RecordLedger } from './record-ledger';
import { createRewrap, type Rewrap } from './rewrap';

/** What the capabilities of records share. */
export interface Records {
  readonly ledger: RecordLedger;
  readonly knownCases: KnownCases;
  readonly envelopes: Envelopes;
  readonly recipients: Recipients;
  readonly reading: Reading;
  readonly rewrap: Rewrap;
}

const made = new WeakMap<ServiceContext, Records>();

/** The one of a gateway: all capabilities share what it remembers. */
export function recordsOf(context: ServiceContext): Records {
  const records = made.get(context) ?? createRecords(context);
  made.set(context, records);
  return records;
}

function createRecords(context: ServiceContext): Records {
  const ledger = createRecordLedger(context);
  const envelopes = createEnvelopes(context);
  const reading = createReading(context, ledger, envelopes);
  return {
    ledger,
    knownCases: createKnownCases(context, ledger),
    envelopes,
    recipients: createRecipients(context, ledger),
    reading,
    rewrap: createRewrap(ledger, reading, envelopes),
  };
}

export * from './document';
export type { Opened, Place, Sealed } from './envelopes';
export { findGround, proofToRead, type GroundRequest } from './ground';
export type { KnownCase } from './known-cases';
export type { OpenedReceipt } from './reading';
export type { NamedGrant } from './recipients';
export type { RewrapOutcome } from './rewrap';
