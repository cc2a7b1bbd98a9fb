import { status } from '@grpc/grpc-js';
import type { OpenStream, OpenStreams } from '../faults/open-streams';
import type { ChannelLedger, CommittedBlock } from '../ledger/channel-ledger';
import { CallError } from './status';

/** Blocks from a number on, in order, each once: what is there, then what comes. */
export interface BlockSource extends AsyncIterable<number> {
  /** Ends the waiting; the iteration then ends too, with an error where a reason is given. */
  stop(reason?: Error): void;
}

const reverted = (ledger: ChannelLedger): CallError =>
  new CallError(
    status.UNAVAILABLE,
    `the ledger of channel ${ledger.channel} was reverted to ${ledger.height()} blocks: connect again, and forget later ones`,
  );

/**
 * Walks the numbers of a channel's blocks from `start`; waits at the end for the next one. Throws CallError (UNAVAILABLE) when the
 * ledger is reverted: what was handed out may be no longer so.
 */
export const blocksFrom = (ledger: ChannelLedger, start: number): BlockSource => {
  let wake: (() => void) | undefined;
  let isStopped = false;
  let failure: Error | undefined;
  const rouse = (): void => {
    wake?.();
    wake = undefined;
  };
  const endings = [ledger.onCommit((_block: CommittedBlock) => rouse()), ledger.onRevert(() => stop(reverted(ledger)))];
  const unsubscribe = (): void => endings.forEach((end) => end());
  const stop = (reason?: Error): void => {
    isStopped = true;
    failure ??= reason;
    unsubscribe();
    rouse();
  };
  const walk = async function* (): AsyncGenerator<number> {
    try {
      for (let next = start; ; next += 1) {
        while (next >= ledger.height() && !isStopped) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        if (failure) throw failure;
        if (isStopped) return;
        yield next;
      }
    } finally {
      unsubscribe();
    }
  };
  return { [Symbol.asyncIterator]: walk, stop };
};

/** Anything that says when its other end went away. */
interface Stream {
  readonly cancelled: boolean;
  once(event: 'cancelled' | 'close', listener: () => void): unknown;
}

/** Stops a source when the client of a stream goes away. */
export const stopWith = (source: BlockSource, stream: Stream): void => {
  stream.once('cancelled', () => source.stop());
  stream.once('close', () => source.stop());
  if (stream.cancelled) source.stop();
};

/** Lets a stream of blocks be cut as a fault: its client is told that the peer is gone. @returns what takes it off the list again */
export const cuttable = (
  streams: OpenStreams,
  { mspId, chaincode }: Pick<OpenStream, 'mspId' | 'chaincode'>,
  source: BlockSource,
): (() => void) => {
  const cut = (): void => source.stop(new CallError(status.UNAVAILABLE, 'error reading from server: EOF'));
  return streams.add({ mspId, chaincode, cut });
};

/** Where a stream that can be written to has room again, or is gone. */
export const drained = (stream: {
  once(event: 'drain' | 'cancelled' | 'close', listener: () => void): unknown;
}): Promise<void> =>
  new Promise((resolve) => {
    stream.once('drain', resolve);
    stream.once('cancelled', resolve);
    stream.once('close', resolve);
  });
