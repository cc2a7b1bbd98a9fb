import { eventName, type LedgerEvent } from '../api';
import { keys } from './keys';
import { writeState } from './state';
import type { Stub } from './stub';

/** An event as the ledger keeps it: with the commitment to private detail that came with the step, if any. */
export type EventRecord = LedgerEvent & { readonly commitment?: string };

/**
 * Writes the event to a key of its own and emits it. That key never gets a policy of its own, so it falls under the
 * chaincode's, which asks for two organisations: hence two sign every transaction whatever the other keys ask.
 */
export async function recordEvent(stub: Stub, event: EventRecord): Promise<void> {
  await writeState(stub, keys.event(stub, event.subject, stub.getTxID()), event);
  stub.setEvent(eventName(event.contract, event.transaction), Buffer.from(JSON.stringify(event)));
}
