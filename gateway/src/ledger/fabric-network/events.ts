import type { BlockEvent, BlockListener, Network } from 'fabric-network';
import { chaincodeEventsIn } from '../block-events';
import type { LedgerEventRecord } from '../ledger';
import { parseEvent } from '../parse-event';
import { parsePosition, type Position } from '../position';

interface EventSource {
  readonly chaincode: string;
  network(): Promise<Network>;
  height(): Promise<number>;
  /** The answer of `qscc` `GetBlockByNumber`. */
  block(number: number): Promise<Uint8Array>;
}

interface Delivered {
  readonly event: BlockEvent;
  /** Lets the client read on. */
  readonly taken: () => void;
}

/**
 * Committed events after a position, or from now on, each once and in the ledger's order. The channel gives whole blocks to no
 * listener, because private data would come with them: filtered blocks tell what there is, and a query fetches it.
 */
export async function* committedEvents(
  source: EventSource,
  after: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<LedgerEventRecord> {
  const position: Position = after === undefined ? { block: await source.height() } : parsePosition(after);
  const network = await source.network();
  const queue = new Queue();
  const listener: BlockListener = (event) => queue.put(event);
  signal.addEventListener('abort', queue.end, { once: true });
  // The client opens a stream that breaks again, from the block it had reached.
  await network.addBlockListener(listener, { startBlock: position.block, type: 'filtered' });
  let isPassed = position.transactionId === undefined;
  try {
    for await (const { event, taken } of queue) {
      for (const record of await recordsOf(event, source)) {
        if (isPassed && 'event' in record) yield record;
        isPassed ||= record.transactionId === position.transactionId;
      }
      taken();
    }
  } finally {
    network.removeBlockListener(listener);
    queue.end();
  }
}

type Passed = Pick<LedgerEventRecord, 'transactionId'>;

/** What a block tells of the chaincode: events of valid transactions, and, to be counted past, the others' ids. */
async function recordsOf(
  event: BlockEvent,
  { chaincode, block }: EventSource,
): Promise<readonly (LedgerEventRecord | Passed)[]> {
  const transactions = event
    .getTransactionEvents()
    .filter((transaction) => transaction.getContractEvents().some(({ chaincodeId }) => chaincodeId === chaincode));
  if (transactions.length === 0) return [];
  const number = Number(event.blockNumber.toString());
  const payloads = chaincodeEventsIn(await block(number), chaincode);
  return transactions.map(({ transactionId, isValid }) => {
    const payload = parseEvent(payloads.get(transactionId) ?? new Uint8Array());
    if (payload === undefined || !isValid) return { transactionId };
    return { id: `${number}-${transactionId}`, block: number, transactionId, event: payload };
  });
}

/** From a client that pushes to a consumer that pulls: the client waits until an event is taken. */
class Queue implements AsyncIterable<Delivered> {
  readonly #waiting: Delivered[] = [];
  #isEnded = false;
  #wake: () => void = () => undefined;

  put(event: BlockEvent): Promise<void> {
    if (this.#isEnded) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push({ event, taken: resolve });
      this.#wake();
    });
  }

  readonly end = (): void => {
    this.#isEnded = true;
    for (const { taken } of this.#waiting) taken();
    this.#wake();
  };

  async *[Symbol.asyncIterator](): AsyncGenerator<Delivered> {
    while (!this.#isEnded) {
      const next = this.#waiting.shift();
      if (next !== undefined) yield next;
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}
