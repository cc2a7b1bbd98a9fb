import { setTimeout as sleep } from 'node:timers/promises';
import type { ChaincodeEvent, CloseableAsyncIterable, Network } from '@hyperledger/fabric-gateway';
import type { LedgerEventRecord } from '../ledger';
import { parseEvent } from '../parse-event';
import { parsePosition, type Position } from '../position';

/** Milliseconds before a broken stream is opened again; doubles up to the last. */
const AGAIN = { first: 100, last: 5000 } as const;

interface EventSource {
  readonly chaincode: string;
  network(): Promise<Network>;
  /** Number of blocks on the channel, as the peer sees it. */
  height(): Promise<number>;
}

/**
 * Committed events after a position, or from now on, each once and in the ledger's order. A stream that breaks is opened
 * again where it broke.
 */
export async function* committedEvents(
  source: EventSource,
  after: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<LedgerEventRecord> {
  // "From now on" is pinned to a block, so that nothing is lost if the first stream breaks.
  let position: Position = after === undefined ? { block: await source.height() } : parsePosition(after);
  let wait: number = AGAIN.first;
  while (!signal.aborted) {
    try {
      for await (const event of opened(source, await source.network(), position, signal)) {
        wait = AGAIN.first;
        const { transactionId } = event;
        const block = Number(event.blockNumber);
        position = { block, transactionId };
        const payload = parseEvent(event.payload);
        if (payload !== undefined) yield { id: `${block}-${transactionId}`, block, transactionId, event: payload };
      }
    } catch (error) {
      if (signal.aborted) return;
      // A refusal (a revoked service identity) does not heal by asking again; it surfaces after the longest wait.
      if (wait >= AGAIN.last) throw error;
    }
    await sleep(wait, undefined, { signal }).catch(() => undefined);
    wait = Math.min(AGAIN.last, wait * 2);
  }
}

async function* opened(
  { chaincode }: EventSource,
  network: Network,
  { block, transactionId }: Position,
  signal: AbortSignal,
): AsyncGenerator<ChaincodeEvent> {
  const checkpoint = { getBlockNumber: () => BigInt(block), getTransactionId: () => transactionId };
  const stream: CloseableAsyncIterable<ChaincodeEvent> = await network.getChaincodeEvents(chaincode, {
    startBlock: BigInt(block),
    checkpoint,
  });
  const close = (): void => {
    stream.close();
  };
  signal.addEventListener('abort', close, { once: true });
  try {
    if (!signal.aborted) yield* stream;
  } finally {
    signal.removeEventListener('abort', close);
    stream.close();
  }
}
