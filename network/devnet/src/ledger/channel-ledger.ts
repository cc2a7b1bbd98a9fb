import type { common, peer } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../config/channel-config';
import type { ChaincodeDefinition } from '../lifecycle/definition';
import type { LedgerPosition } from './branches';

/** A block after validation: what a peer stores, notifies and delivers. */
export interface CommittedBlock {
  readonly number: number;
  readonly block: common.Block;
  /** One `peer.TxValidationCode` an envelope. */
  readonly codes: readonly number[];
  readonly transactions: readonly CommittedTransaction[];
  /** Takes out of an organisation's clear private data what this block purges; to be called once its peer has come to the block. */
  forget(mspId: string): void;
}

export interface CommittedTransaction {
  readonly transactionId: string;
  readonly code: number;
  /** Set on valid transactions only. */
  readonly event?: peer.ChaincodeEvent;
}

/** The chain of one channel as far as a peer has come with it; the chain's end for orderers. */
export interface ChannelLedger {
  readonly channel: string;
  /** Configuration in force at the last committed block. */
  readonly config: ChannelConfig;
  /** Number of committed blocks. */
  height(): number;
  block(number: number): common.Block | undefined;
  blockByHash(hash: Uint8Array): common.Block | undefined;
  /** Block number, index and validation code of a committed transaction. */
  transaction(transactionId: string): { block: number; index: number; code: number } | undefined;
  lastHash(): Uint8Array;
  /** Called once a block, in order, after it is durable. Returns the function that ends it. */
  onCommit(listener: (block: CommittedBlock) => void): () => void;
  /** Where a simulation that begins now stands. */
  position(): LedgerPosition;
  /**
   * Notes that a transaction was endorsed by a simulation that began at `position`.
   * @throws Error where the ledger was reverted since
   */
  noteEndorsed(transactionId: string, position: LedgerPosition): void;
  /** Called after the ledger was reverted. Returns the function that ends it. */
  onRevert(listener: () => void): () => void;
  /** Clear private writes of a block that `mspId` is entitled to: `TxPvtReadWriteSet` by transaction index. */
  privateData(mspId: string, block: number): Map<number, Uint8Array>;
  /** Committed definition of a chaincode, from `_lifecycle`'s state. */
  definition(chaincode: string): ChaincodeDefinition | undefined;
}

/**
 * The chain that all organisations of a devnet share: validation is deterministic, so it is done once. What an organisation
 * alone holds (clear private data) is kept apart by organisation.
 */
export interface OrderedLedger extends ChannelLedger {
  /** Builds, validates, stores (durably) and applies the next block; resolves after it is on disk. */
  append(envelopes: readonly Uint8Array[]): Promise<CommittedBlock>;
  /**
   * Whether the clear part of what an endorsed transaction writes privately is at hand, or it writes nothing privately.
   * False after a restart in between, and where the transient store had no room: committing it would lose data.
   */
  hasPrivateDataFor(envelope: Uint8Array, transactionId: string): boolean;
  /** Whether a transaction was endorsed on blocks that were reverted since: it must not be committed. */
  isGone(transactionId: string): boolean;
}
