import type { peer } from '@hyperledger/fabric-protos';
import type { EndorserTransaction, ReadWriteSet } from '../ledger/transaction';
import type { MemoryIdentity } from './memory-identity';
import type { ChaincodeCode } from './memory-peer';

/** A chaincode and what the channel agreed on for it. */
export type MemoryChaincode = ChaincodeCode & {
  readonly name: string;
  /** `1.0` when left out. */
  readonly version?: string;
  /** As `OutOf(2,'A.peer','B.peer')`; the channel's own (a majority) when left out. */
  readonly endorsementPolicy?: string;
  readonly collections?: readonly peer.StaticCollectionConfig[];
};

/** What a network in memory is made of. */
export interface MemoryNetworkOptions {
  /** MSP ids. */
  readonly organisations: readonly string[];
  readonly chaincodes: readonly MemoryChaincode[];
  /** `memory` when left out. */
  readonly channel?: string;
  /** The clock's start, milliseconds since the epoch; now when left out. */
  readonly now?: number;
}

/** Who calls what. */
export interface MemoryCall {
  /** Who signs; a plain client of `mspId` when left out. */
  readonly identity?: MemoryIdentity;
  /** The caller's organisation, where `identity` does not say it. */
  readonly mspId?: string;
  readonly chaincode: string;
  /** As `issue`, or `prescription:issue` where there are several contracts. */
  readonly fn: string;
  readonly args?: readonly (string | Uint8Array)[];
  readonly transient?: Readonly<Record<string, string | Uint8Array>>;
  /** The client's clock, milliseconds since the epoch; the network's when left out. */
  readonly timestamp?: number;
  /** Derived from nonce and creator when left out. */
  readonly txId?: string;
}

export interface MemorySubmission extends MemoryCall {
  /** MSP ids whose peers endorse; the smallest set that satisfies the chaincode's policy when left out. */
  readonly endorsers?: readonly string[];
}

/** A transaction that endorsers agreed on and that is not ordered yet. */
export interface EndorsedTransaction {
  readonly transactionId: string;
  readonly endorsers: readonly string[];
  /** What the chaincode answered. */
  readonly payload: Buffer;
  /** What the gateway would plan endorsers by. */
  readonly interest: peer.ChaincodeInterest;
  /** What it read and wrote, hashes for private data. */
  readonly writes: ReadWriteSet;
  readonly envelope: Uint8Array;
  readonly transaction: EndorserTransaction;
}

/** A transaction in a block, valid or not. */
export interface MemoryCommit extends Omit<EndorsedTransaction, 'envelope' | 'transaction'> {
  readonly block: number;
  readonly index: number;
  /** `peer.TxValidationCode` */
  readonly code: number;
  /** As `VALID`, `MVCC_READ_CONFLICT`, `ENDORSEMENT_POLICY_FAILURE`. */
  readonly status: string;
  readonly isValid: boolean;
  /** Set on valid transactions that emitted one. */
  readonly event?: { readonly name: string; readonly payload: Buffer };
}
