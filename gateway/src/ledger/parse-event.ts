import type { LedgerEvent } from '@rxledger/chaincode/api';

/** A contract's event; undefined for an event that is not one of ours. */
export function parseEvent(payload: Uint8Array): LedgerEvent | undefined {
  try {
    const event = JSON.parse(Buffer.from(payload).toString('utf8')) as LedgerEvent;
    return Array.isArray(event.parties) && typeof event.contract === 'string' ? event : undefined;
  } catch {
    return undefined;
  }
}
