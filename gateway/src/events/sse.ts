import type { LedgerEventRecord } from '../ledger/ledger';

/** One server-sent event: the ledger's position as id, `<contract>.<transaction>` as type, the event as data. */
export const eventFrame = ({ id, block, transactionId, event }: LedgerEventRecord): string =>
  `id: ${id}\nevent: ${event.contract}.${event.transaction}\ndata: ${JSON.stringify({ ...event, transactionId, block })}\n\n`;

/** Moves the consumer's position without an event: what lies before it was not for this organisation. */
export const positionFrame = (id: string): string => `id: ${id}\n\n`;

export const HEARTBEAT = ': heartbeat\n\n';

/** First bytes, so that headers go out at once; asks clients to come back after a second when cut off. */
export const OPENING = 'retry: 1000\n\n';
