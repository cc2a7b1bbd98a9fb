import { setTimeout as delay } from 'node:timers/promises';
import type { Ledger } from '../ledger/ledger';
import { GENESIS } from '../ledger/position';
import { batches } from './batches';
import type { LedgerNews } from './ledger-news';
import type { Projection } from './open-projection';

interface Feed {
  readonly projection: Projection;
  readonly ledger: Pick<Ledger, 'events'>;
  readonly signal: AbortSignal;
  /** Told of each event; of some twice, after a fault. */
  readonly news?: LedgerNews;
  /** Told of a fault after which the work goes on. */
  readonly onFault?: (error: unknown) => void;
  /** Milliseconds to wait after a fault, doubled up to 30 s; 500 unless told. */
  readonly patience?: number;
}

const LONGEST_WAIT = 30_000;
/** Events a transaction of the read model may take in. */
const MOST_AT_ONCE = 500;

/** Follows the ledger from where the read model stands, until the signal; a fault is told and the work goes on. */
export async function feedProjection({
  projection,
  ledger,
  signal,
  news,
  onFault,
  patience = 500,
}: Feed): Promise<void> {
  let wait = patience;
  while (!signal.aborted) {
    try {
      await requireSameLedger(projection, ledger, signal);
      const position = await projection.position();
      const events = ledger.events(position?.event ?? GENESIS, signal);
      for await (const records of batches(events, MOST_AT_ONCE)) {
        for (const { event } of records) news?.tell(event);
        await projection.apply(records);
        wait = patience;
      }
    } catch (error) {
      if (signal.aborted) return;
      onFault?.(error);
    }
    if (signal.aborted) return;
    await delay(wait, undefined, { signal }).catch(() => undefined);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }
}

/** A file left over from another network must not be mixed with this one: the first event tells. */
async function requireSameLedger(
  projection: Projection,
  ledger: Pick<Ledger, 'events'>,
  signal: AbortSignal,
): Promise<void> {
  const position = await projection.position();
  if (position === undefined) return;
  const once = new AbortController();
  for await (const { id } of ledger.events(GENESIS, AbortSignal.any([once.signal, signal]))) {
    once.abort();
    if (id !== position.firstEvent) await projection.clear();
    return;
  }
}
