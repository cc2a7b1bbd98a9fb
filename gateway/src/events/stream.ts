import type { LedgerEvent } from '@rxledger/chaincode/api';
import type { LedgerEventRecord } from '../ledger/ledger';
import { eventFrame, HEARTBEAT, OPENING, positionFrame } from './sse';

interface StreamOptions {
  /** MSP id: only events it has a part in are passed on, and emergencies. */
  readonly party: string;
  /** Milliseconds of silence after which a heartbeat is sent. */
  readonly heartbeat: number;
  readonly signal: AbortSignal;
}

/**
 * Server-sent events of a ledger's events, in order, each once. Silence is filled with heartbeats; positions passed over
 * for events of others go with them, so that a consumer that comes back does not read those again.
 */
export async function* eventStream(
  events: AsyncIterable<LedgerEventRecord>,
  { party, heartbeat, signal }: StreamOptions,
): AsyncGenerator<string> {
  yield OPENING;
  const source = events[Symbol.asyncIterator]();
  let passed: string | undefined;
  try {
    let next = ahead(source);
    while (!signal.aborted) {
      const result = await within(next, heartbeat, signal);
      if (result === undefined) {
        if (signal.aborted) return;
        yield passed === undefined ? HEARTBEAT : positionFrame(passed);
        passed = undefined;
        continue;
      }
      if (result.done === true) return;
      next = ahead(source);
      const { event } = result.value;
      const isOurs = event.parties.includes(party) || isForAll(event);
      passed = isOurs ? undefined : result.value.id;
      if (isOurs) yield eventFrame(result.value);
    }
  } finally {
    // The source may be waiting for an event that never comes: its signal ends it, nobody waits here.
    source.return?.(undefined).catch(() => undefined);
  }
}

/** Emergencies concern every member: the patient may be of any, and any other than the opener's may review. */
const isForAll = ({ contract, transaction }: LedgerEvent): boolean =>
  contract === 'case' && (transaction === 'BreakGlass' || transaction === 'Review');

/** Asks for the next event early; if nobody comes back for the answer, its failure is nobody's. */
function ahead(source: AsyncIterator<LedgerEventRecord>): Promise<IteratorResult<LedgerEventRecord>> {
  const next = source.next();
  next.catch(() => undefined);
  return next;
}

/** The promise's value, or undefined once the time is over or the signal given; a rejection passes through. */
async function within<T>(promise: Promise<T>, milliseconds: number, signal: AbortSignal): Promise<T | undefined> {
  let stop: () => void = () => undefined;
  const silence = new Promise<undefined>((resolve) => {
    const timer = setTimeout(() => {
      resolve(undefined);
    }, milliseconds);
    const onAbort = (): void => {
      resolve(undefined);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    stop = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
  });
  try {
    return await Promise.race([promise, silence]);
  } finally {
    stop();
  }
}
