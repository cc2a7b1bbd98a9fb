import { common } from '@hyperledger/fabric-protos';
import type { OrderingPace } from '../faults/ordering-pace';
import type { OrderedLedger } from '../ledger/channel-ledger';
import { type Admission, admit, type Admitted } from './admission';
import type { BroadcastAnswer, OrderingService } from './ordering-service';

/** When a block is full. */
export interface BatchLimits {
  readonly maxTransactions: number;
  readonly preferredBytes: number;
}

export interface OrderingParts extends Admission {
  readonly ledger: OrderedLedger;
  readonly limits: BatchLimits;
  readonly pace: OrderingPace;
  /** Told when a transaction waits for its block. */
  readonly onTaken?: (transactionId: string) => void;
}

interface Waiting extends Admitted {
  readonly settle: (answer: BroadcastAnswer) => void;
}

const { SUCCESS, SERVICE_UNAVAILABLE } = common.Status;
const alreadyProcessed = 'failed to submit request: request already processed';
/** Fabric's peers keep endorsed private data on disk and its orderer would take the transaction; here it would lose data. */
const privateDataLost =
  'failed to submit request: the private data endorsed with it is no longer held, endorse it again';
/** Its reads have versions that stand for something else by now. */
const endorsedOnWhatIsGone =
  'failed to submit request: the ledger was reverted since the transaction was endorsed, endorse it again';

const accepted: BroadcastAnswer = { status: SUCCESS, info: '' };

/** Takes from the queue what makes the next block: a configuration stands alone. */
const cut = (queue: Waiting[], limits: BatchLimits): Waiting[] => {
  let bytes = 0;
  let count = 0;
  for (const { envelope, isConfig } of queue) {
    if (count > 0 && (isConfig || bytes + envelope.length > limits.preferredBytes)) break;
    bytes += envelope.length;
    count += 1;
    if (isConfig || count === limits.maxTransactions) break;
  }
  return queue.splice(0, count);
};

/**
 * Orders one channel. A block is cut as soon as the event loop has taken in what was waiting: under load it fills by itself, and
 * nobody waits for a timer.
 */
export const createOrdering = (parts: OrderingParts): OrderingService => {
  const { ledger, limits, pace } = parts;
  const queue: Waiting[] = [];
  /** Ids that are queued or being written: a transaction stands in the chain once. */
  const pending = new Set<string>();
  let working: Promise<void> | undefined;

  const write = async (batch: readonly Waiting[]): Promise<void> => {
    const answer = await ledger.append(batch.map(({ envelope }) => envelope)).then(
      () => accepted,
      (error: Error): BroadcastAnswer => ({ status: SERVICE_UNAVAILABLE, info: error.message }),
    );
    for (const { transactionId, settle } of batch) {
      pending.delete(transactionId);
      settle(answer);
    }
  };

  /** A configuration is judged by the one in force when its turn comes. */
  const current = (batch: Waiting[]): Waiting[] =>
    batch.flatMap((waiting) => {
      if (!waiting.isConfig) return [waiting];
      const again = admit(waiting.original, parts);
      if ('envelope' in again) return [{ ...waiting, ...again }];
      pending.delete(waiting.transactionId);
      waiting.settle(again);
      return [];
    });

  const work = async (): Promise<void> => {
    while (queue.length > 0) {
      await pace.turn();
      const batch = current(pace.arrange(cut(queue, limits)));
      if (batch.length > 0) await write(batch);
    }
  };

  const enqueue = (admitted: Admitted): Promise<BroadcastAnswer> =>
    new Promise((settle) => {
      pending.add(admitted.transactionId);
      parts.onTaken?.(admitted.transactionId);
      queue.push({ ...admitted, settle });
      if (pace.isLate()) settle(accepted);
      working ??= work().finally(() => {
        working = undefined;
      });
    });

  const submit = async (envelope: Uint8Array): Promise<BroadcastAnswer> => {
    const admitted = admit(envelope, parts);
    if (!('envelope' in admitted)) return admitted;
    const { transactionId } = admitted;
    if (pending.has(transactionId) || (transactionId !== '' && ledger.transaction(transactionId))) {
      return { status: SERVICE_UNAVAILABLE, info: alreadyProcessed };
    }
    if (ledger.isGone(transactionId)) return { status: SERVICE_UNAVAILABLE, info: endorsedOnWhatIsGone };
    if (!admitted.isConfig && !ledger.hasPrivateDataFor(envelope, transactionId)) {
      return { status: SERVICE_UNAVAILABLE, info: privateDataLost };
    }
    return enqueue(admitted);
  };

  const discard = (info: string): void => {
    for (const { transactionId, settle } of queue.splice(0)) {
      pending.delete(transactionId);
      settle({ status: SERVICE_UNAVAILABLE, info });
    }
  };

  return { submit, discard, idle: async () => void (await working) };
};
