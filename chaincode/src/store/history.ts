import type { HistoryEntry } from '../api';
import type { EventRecord } from './event-log';
import { KEY_TYPE, keys } from './keys';
import type { Stub } from './stub';

/**
 * What happened to a prescription, oldest first. The event keys say what; the histories of the keys that carry a
 * state's signers say that it did, so that an event without a change of state is left out.
 */
export async function readHistory(stub: Stub, id: string): Promise<readonly HistoryEntry[]> {
  const changed = new Map<string, number>();
  for (const key of [keys.header(stub, id), keys.payment(stub, id), keys.fulfilment(stub, id)]) {
    for (const [index, transactionId] of (await transactionsOf(stub, key)).entries()) changed.set(transactionId, index);
  }
  const entries: HistoryEntry[] = [];
  for await (const { key, value } of stub.getStateByPartialCompositeKey(KEY_TYPE.event, [id])) {
    const transactionId = stub.splitCompositeKey(key).attributes[1]!;
    if (changed.has(transactionId)) entries.push(entryOf(transactionId, value));
  }
  return entries.sort((a, b) => a.at - b.at || changed.get(a.transactionId)! - changed.get(b.transactionId)!);
}

/** Oldest first, whatever order the peer's history index answers in. */
async function transactionsOf(stub: Stub, key: string): Promise<readonly string[]> {
  const found: { readonly id: string; readonly version: number }[] = [];
  for await (const { txId, value, isDelete } of stub.getHistoryForKey(key)) {
    if (!isDelete) found.push({ id: txId, version: versionOf(value) });
  }
  return found.sort((a, b) => a.version - b.version).map(({ id }) => id);
}

const versionOf = (value: Uint8Array): number =>
  (JSON.parse(Buffer.from(value).toString('utf8')) as { version: number }).version;

function entryOf(transactionId: string, value: Uint8Array): HistoryEntry {
  const event = JSON.parse(Buffer.from(value).toString('utf8')) as EventRecord;
  return {
    transactionId,
    at: event.at,
    transaction: event.contract === 'prescription' ? event.transaction : `${event.contract}:${event.transaction}`,
    actor: event.actor,
    ...(event.from !== undefined && { from: event.from }),
    to: event.to,
    version: event.version,
  };
}
