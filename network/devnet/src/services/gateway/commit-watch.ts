import { status } from '@grpc/grpc-js';
import type { ChannelLedger } from '../../ledger/channel-ledger';
import type { UnaryContext } from '../raw-service';
import { CallError } from '../status';

/** Where a transaction ended up. */
export interface Committed {
  readonly code: number;
  readonly block: number;
}

/** Waits for transactions to be committed: one listener a channel, however many wait. */
export interface CommitWatch {
  /** Resolves at the commit of the transaction; rejects when whoever asked goes away. */
  next(ledger: ChannelLedger, transactionId: string, asker: UnaryContext): Promise<Committed>;
  close(): void;
}

interface Waiter {
  readonly resolve: (committed: Committed) => void;
  readonly reject: (error: CallError) => void;
}

type Waiting = Map<string, Set<Waiter>>;

const reverted = (): CallError =>
  new CallError(
    status.ABORTED,
    'the ledger was reverted: the transaction will not be committed unless it is sent again',
  );

/** Makes a watch for all channels of a process. */
export const createCommitWatch = (): CommitWatch => {
  const channels = new Map<ChannelLedger, { waiting: Waiting; stop: () => void }>();

  const waitingOn = (ledger: ChannelLedger): Waiting => {
    const known = channels.get(ledger);
    if (known) return known.waiting;
    const waiting: Waiting = new Map();
    const giveUp = (): void => {
      for (const waiters of waiting.values()) waiters.forEach(({ reject }) => reject(reverted()));
      waiting.clear();
    };
    const stopListening = ledger.onCommit(({ number, transactions }) => {
      for (const { transactionId, code } of transactions) {
        waiting.get(transactionId)?.forEach(({ resolve }) => resolve({ code, block: number }));
        waiting.delete(transactionId);
      }
    });
    const stopReverts = ledger.onRevert(giveUp);
    const stop = (): void => [stopListening, stopReverts].forEach((end) => end());
    channels.set(ledger, { waiting, stop });
    return waiting;
  };

  const next: CommitWatch['next'] = (ledger, transactionId, asker) =>
    new Promise((resolve, reject) => {
      const waiting = waitingOn(ledger);
      const others = waiting.get(transactionId) ?? new Set();
      const waiter = { resolve, reject };
      waiting.set(transactionId, others.add(waiter));
      asker.onCancelled(() => {
        others.delete(waiter);
        if (others.size === 0 && waiting.get(transactionId) === others) waiting.delete(transactionId);
        reject(new CallError(status.CANCELLED, 'context canceled'));
      });
    });

  const close = (): void => {
    channels.forEach(({ stop }) => stop());
    channels.clear();
  };

  return { next, close };
};
