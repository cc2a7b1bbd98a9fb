import { createPrivateKey } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import * as grpc from '@grpc/grpc-js';
import { connect, hash, type CloseableAsyncIterable } from '@hyperledger/fabric-gateway';
import type { peer as messages } from '@hyperledger/fabric-protos';
import { signMessage } from '@rxledger/gateway/dist/ledger/signer';
import { NetworkDirectory } from '@rxledger/network';
import { addressOf, credentialsOf } from '@rxledger/network/dist/fabric/endpoint';
import { ADMIN_LABEL } from '@rxledger/network/dist/identity/enrol-member';
import type { Consortium, ConsortiumMember } from '../consortium';

/** When each block with a valid transaction was first seen at any peer. */
export interface CommitWatch {
  /** `performance.now()` of each, in order. */
  readonly times: readonly number[];
  stop(): Promise<void>;
}

const AGAIN_MILLISECONDS = 100;
const VALID = 0;

type FilteredBlock = messages.FilteredBlock;

/** Listens for blocks at every peer, and comes back to a peer that was gone. */
export function watchCommits(consortium: Consortium, from: number): CommitWatch {
  const times: number[] = [];
  const end = new AbortController();
  let next = from;
  const seen = (number: number): void => {
    if (number < next) return;
    next = number + 1;
    times.push(performance.now());
  };
  const watches = consortium.members.map((member) => watchPeer(consortium, member, () => next, seen, end.signal));
  return {
    times,
    async stop() {
      end.abort();
      await Promise.all(watches);
    },
  };
}

async function watchPeer(
  { directory }: Consortium,
  { name, peer }: ConsortiumMember,
  next: () => number,
  seen: (number: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const { mspId, certificate, privateKey } = new NetworkDirectory(directory)
    .wallets(name)
    .administration.get(ADMIN_LABEL)!;
  const key = createPrivateKey(privateKey);
  const client = new grpc.Client(addressOf(peer), credentialsOf(peer), {
    'grpc.initial_reconnect_backoff_ms': AGAIN_MILLISECONDS,
    'grpc.max_reconnect_backoff_ms': 500,
  });
  const gateway = connect({
    client,
    identity: { mspId, credentials: Buffer.from(certificate) },
    hash: hash.none,
    signer: async (message) => signMessage(key, message),
  });
  const network = gateway.getNetwork('rx');
  while (!signal.aborted) {
    try {
      await listen(await network.getFilteredBlockEvents({ startBlock: BigInt(next()) }), seen, signal);
    } catch {
      // A peer that is being shot at.
    }
    await sleep(AGAIN_MILLISECONDS);
  }
  gateway.close();
  client.close();
}

async function listen(
  blocks: CloseableAsyncIterable<FilteredBlock>,
  seen: (number: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const close = (): void => blocks.close();
  signal.addEventListener('abort', close, { once: true });
  try {
    for await (const block of blocks) {
      const isCommit = block.getFilteredTransactionsList().some((one) => Number(one.getTxValidationCode()) === VALID);
      if (isCommit) seen(Number(block.getNumber()));
    }
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}
