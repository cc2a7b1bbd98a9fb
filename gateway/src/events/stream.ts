import type { LedgerEvent } from '@rxledger/chaincode/api';
import type { LedgerEventRecord } from '../ledger/ledger';
import { eventFrame, HEARTBEAT, OPENING, positionFrame } from './sse';
import { withSilence } from './with-silence';

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
  let passed: string | undefined;
  for await (const record of withSilence(events, heartbeat, signal)) {
    if (record === undefined) {
      yield passed === undefined ? HEARTBEAT : positionFrame(passed);
      passed = undefined;
      continue;
    }
    const isOurs = record.event.parties.includes(party) || isForAll(record.event);
    passed = isOurs ? undefined : record.id;
    if (isOurs) yield eventFrame(record);
  }
}

/** Emergencies concern every member: the patient may be of any, and any other than the opener's may review. */
const isForAll = ({ contract, transaction }: LedgerEvent): boolean =>
  contract === 'case' && (transaction === 'BreakGlass' || transaction === 'Review');
