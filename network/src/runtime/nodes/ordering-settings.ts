import type { RaftOptions, SmartBftOptions } from '@rxledger/devnet/channel';
import type { Consortium } from '../../topology/consortium';

const MEBIBYTE = 1024 * 1024;

/** A block's bytes: preferred, and the most there may ever be. */
export const BATCH_BYTES = { preferred: 2 * MEBIBYTE, most: 99 * MEBIBYTE } as const;

/**
 * Raft's settings of a test network: another stands for election after one to two seconds without a word of the leader.
 * docs/operations/ordering.md says what they trade.
 */
export const RAFT: RaftOptions = {
  tickInterval: '100ms',
  electionTick: 10,
  heartbeatTick: 1,
  maxInflightBlocks: 5,
  snapshotIntervalSize: 16 * MEBIBYTE,
};

/**
 * The shortest time a SmartBFT leader gathers a block for, in milliseconds. A block costs every orderer a round of signed messages and every peer a
 * commit whatever is in it, so a longer one orders more under load; a lone transaction waits for half of it, at worst for all.
 */
const SMART_BFT_SHORTEST_BATCH = 50;

/** SmartBFT's settings of a test network: a dead leader is replaced within three seconds, and a busy one is let be. */
export const smartBft = ({ ordering: { batch } }: Consortium): SmartBftOptions => ({
  requestBatchMaxCount: batch.maxMessages,
  requestBatchMaxBytes: 10 * MEBIBYTE,
  requestBatchMaxInterval: `${Math.max(batch.timeoutMilliseconds, SMART_BFT_SHORTEST_BATCH)}ms`,
  incomingMessageBufferSize: 200,
  requestPoolSize: 10_000,
  requestMaxBytes: 10 * MEBIBYTE,
  requestForwardTimeout: '500ms',
  requestComplainTimeout: '8s',
  requestAutoRemoveTimeout: '180s',
  viewChangeResendInterval: '1s',
  viewChangeTimeout: '3s',
  leaderHeartbeatTimeout: '1500ms',
  leaderHeartbeatCount: 10,
  collectTimeout: '1s',
  speedUpViewChange: false,
});
