import { peer } from '@hyperledger/fabric-protos';
import type { ChannelState } from '../state/channel-state';
import type { PrivateRecord } from '../store/block-store';
import type { ExpirySchedule } from './expiry';
import type { Judged } from './judgement';
import { checkReads } from './mvcc';
import { entitledSets, type Holders, type PrivateUpdates } from './private-updates';
import type { StateUpdates } from './state-updates';
import type { TransientStore } from './transient-store';

const { VALID } = peer.TxValidationCode;

/** What a block's transactions are applied to. */
export interface Applied {
  readonly state: ChannelState;
  readonly transient: TransientStore;
  readonly expiry: ExpirySchedule;
  /** As of the block before: its definitions say who may hold what. */
  readonly holders: Holders;
  readonly updates: StateUpdates;
  readonly privates: PrivateUpdates;
}

/**
 * Applies a block's valid transactions in their order, each seeing what those before it wrote, and then what expires with the block.
 * One whose reads are outdated by then is judged so. @returns the clear private data that the block is stored with
 */
export const applyTransactions = (block: number, judged: readonly Judged[], applied: Applied): PrivateRecord[] => {
  const { state, transient, expiry, holders, updates, privates } = applied;
  const records: PrivateRecord[] = [];
  judged.forEach((entry, transaction) => {
    if (entry.parsed.kind !== 'endorser' || entry.code !== VALID) return;
    const { writes, transactionId } = entry.parsed.transaction;
    entry.code = checkReads(state, writes, block);
    if (entry.code !== VALID) return;
    updates.apply(writes, transaction);
    for (const [mspId, set] of entitledSets(writes, transient.find(transactionId), holders)) {
      const record = { transaction, mspId, set };
      privates.apply(record);
      records.push(record);
    }
    privates.purgesOf(writes, transaction);
    expiry.add(writes, { block, transaction }, holders.definition);
  });
  privates.finish();
  expiry.expire(block, state, privates);
  return records;
};
