import type { ledger, peer } from '@hyperledger/fabric-protos';
import type { Identity } from '../identity/identity';

/** A position in the chain: the transaction that wrote a value. */
export interface Version {
  readonly block: number;
  readonly transaction: number;
}

/** An endorser transaction, taken apart and checked for form (signatures, hashes, ids). */
export interface EndorserTransaction {
  readonly channel: string;
  readonly transactionId: string;
  readonly chaincode: string;
  readonly creator: Identity;
  /** Client's clock, milliseconds since the epoch. */
  readonly timestamp: number;
  readonly responsePayload: Uint8Array;
  readonly response: peer.Response;
  readonly chaincodeId: peer.ChaincodeID;
  readonly event: peer.ChaincodeEvent | undefined;
  readonly writes: ReadWriteSet;
  readonly endorsements: readonly { readonly identity: Uint8Array; readonly signature: Uint8Array }[];
}

/** `ledger.rwset` taken apart once, in plain values; the bytes stay the source of truth. */
export interface ReadWriteSet {
  readonly namespaces: readonly NamespaceReadWriteSet[];
}

export interface NamespaceReadWriteSet {
  readonly namespace: string;
  readonly reads: readonly { readonly key: string; readonly version: Version | undefined }[];
  readonly rangeQueries: readonly ledger.rwset.kvrwset.RangeQueryInfo[];
  readonly writes: readonly { readonly key: string; readonly isDelete: boolean; readonly value: Uint8Array }[];
  readonly metadataWrites: readonly { readonly key: string; readonly entries: readonly MetadataEntry[] }[];
  readonly collections: readonly CollectionHashedSet[];
}

export interface CollectionHashedSet {
  readonly collection: string;
  readonly hashedReads: readonly { readonly keyHash: Uint8Array; readonly version: Version | undefined }[];
  readonly hashedWrites: readonly {
    readonly keyHash: Uint8Array;
    readonly valueHash: Uint8Array;
    readonly isDelete: boolean;
    readonly isPurge: boolean;
  }[];
  readonly metadataWrites: readonly { readonly keyHash: Uint8Array; readonly entries: readonly MetadataEntry[] }[];
  /** SHA-256 of the collection's clear KVRWSet. */
  readonly privateHash: Uint8Array;
}

/** Metadata of a key; `VALIDATION_PARAMETER` holds its endorsement policy. */
export interface MetadataEntry {
  readonly name: string;
  readonly value: Uint8Array;
}
