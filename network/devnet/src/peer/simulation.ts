import type { peer } from '@hyperledger/fabric-protos';
import type { Identity } from '../identity/identity';

/** A proposal, taken apart and checked (`peer/proposal.ts`). */
export interface Proposal {
  readonly channel: string;
  readonly transactionId: string;
  readonly chaincode: string;
  /** Client's clock, milliseconds since the epoch. */
  readonly timestamp: number;
  /** How far the network's clock is from the machine's, in milliseconds: the chaincode sees `timestamp` moved by it. */
  readonly timeShift: number;
  readonly creator: Identity;
  readonly args: readonly Uint8Array[];
  readonly transient: ReadonlyMap<string, Uint8Array>;
  readonly isInit: boolean;
  /** As it came, for the chaincode's own eyes. */
  readonly signed: peer.SignedProposal;
  readonly headerBytes: Uint8Array;
  readonly payloadBytes: Uint8Array;
}

/** What one peer's simulation of a proposal came to. */
export interface SimulationResult {
  readonly response: peer.Response;
  readonly event: peer.ChaincodeEvent | undefined;
  /** `ledger.rwset.TxReadWriteSet`, serialised: public part and hashes. */
  readonly publicSet: Uint8Array;
  /** `ledger.rwset.TxPvtReadWriteSet`, serialised; absent where nothing private was written. */
  readonly privateSet: Uint8Array | undefined;
  /** Which policies the writes will be held to: the gateway plans endorsers by it. */
  readonly interest: peer.ChaincodeInterest;
}

/** The state as a transaction sees it at one height, and what it did to it. Chaincodes and system chaincodes alike use it. */
export interface TransactionContext {
  readonly proposal: Proposal;
  readonly mspId: string;
  getState(namespace: string, key: string): Uint8Array | undefined;
  putState(namespace: string, key: string, value: Uint8Array): void;
  deleteState(namespace: string, key: string): void;
  getStateRange(namespace: string, startKey: string, endKey: string): Iterable<{ key: string; value: Uint8Array }>;
  getPrivateData(namespace: string, collection: string, key: string): Uint8Array | undefined;
  getPrivateDataHash(namespace: string, collection: string, key: string): Uint8Array | undefined;
  putPrivateData(namespace: string, collection: string, key: string, value: Uint8Array): void;
}

/** A chaincode that is part of the peer: `_lifecycle`, `qscc`, `cscc`. Throws an `Error` to answer status 500. */
export interface SystemChaincode {
  readonly name: string;
  invoke(context: TransactionContext): Promise<peer.Response> | peer.Response;
}
