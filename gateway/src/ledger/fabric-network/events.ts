import type { ContractEvent, ContractListener, Network } from 'fabric-network';
import type { LedgerEventRecord } from '../ledger';
import { parseEvent } from '../parse-event';
import { parsePosition, type Position } from '../position';

interface EventSource {
  readonly chaincode: string;
  network(): Promise<Network>;
  height(): Promise<number>;
}

interface Delivered {
  readonly event: ContractEvent;
  /** Lets the client read on. */
  readonly taken: () => void;
}

/** Committed events after a position, or from now on, each once and in the ledger's order. */
export async function* committedEvents(
  { chaincode, network, height }: EventSource,
  after: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<LedgerEventRecord> {
  const position: Position = after === undefined ? { block: await height() } : parsePosition(after);
  const contract = (await network()).getContract(chaincode);
  const queue = new Queue();
  const listener: ContractListener = (event) => queue.put(event);
  signal.addEventListener('abort', queue.end, { once: true });
  // The client opens a stream that breaks again, from the block it had reached.
  await contract.addContractListener(listener, { startBlock: position.block });
  let isPassed = position.transactionId === undefined;
  try {
    for await (const { event, taken } of queue) {
      const record = recordOf(event);
      if (isPassed && record !== undefined) yield record;
      const { transactionId } = event.getTransactionEvent();
      isPassed ||= transactionId === position.transactionId;
      taken();
    }
  } finally {
    contract.removeContractListener(listener);
    queue.end();
  }
}

function recordOf(event: ContractEvent): LedgerEventRecord | undefined {
  const transaction = event.getTransactionEvent();
  const payload = parseEvent(event.payload ?? Buffer.alloc(0));
  if (payload === undefined || !transaction.isValid) return undefined;
  const { transactionId } = transaction;
  const block = Number(transaction.getBlockEvent().blockNumber.toString());
  return { id: `${block}-${transactionId}`, block, transactionId, event: payload };
}

/** From a client that pushes to a consumer that pulls: the client waits until an event is taken. */
class Queue implements AsyncIterable<Delivered> {
  readonly #waiting: Delivered[] = [];
  #isEnded = false;
  #wake: () => void = () => undefined;

  put(event: ContractEvent): Promise<void> {
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
