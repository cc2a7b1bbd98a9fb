import type { Version } from '../ledger/transaction';

/** A text as it is, or bytes that are no text in base64. */
export interface Shown {
  readonly text: string;
  readonly encoding: 'utf8' | 'base64';
}

/** What one peer made of a proposal, as far as this process saw it, and what its endorsement in the block is worth. */
export interface EndorsementTrace {
  readonly mspId: string;
  /** Blocks that the peer had when it simulated; undefined for what happened before this process started. */
  readonly height?: number;
  readonly outcome?: 'endorsed' | 'answered' | 'chaincode-error' | 'failed' | 'refused' | 'unavailable';
  /** Why there is no endorsement. */
  readonly message?: string;
  readonly milliseconds?: number;
  /** Whether it stands in the transaction; undefined where there is none in a block. */
  readonly isUsed?: boolean;
  /** Of an endorsement in the transaction. */
  readonly isSignatureValid?: boolean;
  /** Where its result is another one than that of the first endorser. */
  readonly differences?: readonly string[];
}

/** A key that was read, and at which version; no version where it was absent. */
export interface ReadTrace {
  readonly namespace: string;
  readonly key: string;
  readonly version?: Version;
  /** The version that validation met. Of committed transactions. */
  readonly versionThen?: Version;
  /** Whether the two are one, to validation. */
  readonly isCurrent?: boolean;
}

/** A range that was read; its end is inclusive where it was not read to its end. */
export interface RangeTrace {
  readonly namespace: string;
  readonly startKey: string;
  readonly endKey: string;
  readonly isExhausted: boolean;
  readonly isCurrent?: boolean;
}

/** A public write. */
export interface WriteTrace {
  readonly namespace: string;
  readonly key: string;
  /** Undefined for a delete. */
  readonly value?: Shown;
}

/** A key that was given another endorsement policy; none takes the key's own away. */
export interface KeyPolicyTrace {
  readonly namespace: string;
  readonly key: string;
  readonly policy: string;
}

/** What was done in one collection: hashes alone, hexadecimal. */
export interface CollectionTrace {
  readonly namespace: string;
  readonly collection: string;
  readonly reads: readonly (Omit<ReadTrace, 'namespace' | 'key'> & { readonly keyHash: string })[];
  readonly writes: readonly {
    readonly keyHash: string;
    readonly valueHash: string;
    readonly kind: 'write' | 'delete' | 'purge';
  }[];
}

/** A policy that validation held the endorsements against. */
export interface PolicyTrace {
  /** As `chaincode rx`, `key k of rx`, `collection c of rx`. */
  readonly of: string;
  readonly policy: string;
  readonly isSatisfied: boolean;
}

/** Everything that a devnet knows of a transaction. Neither arguments nor clear private data are in it. */
export interface TransactionTrace {
  readonly transactionId: string;
  readonly channel: string;
  readonly chaincode: string;
  /** Empty where the first argument is no name. */
  readonly function: string;
  readonly creator: { readonly mspId: string; readonly enrolmentId: string };
  readonly status: 'valid' | 'invalid' | 'not committed';
  readonly block?: number;
  /** Place in the block, from 0. */
  readonly position?: number;
  /** Fabric's name of the validation code. */
  readonly code?: string;
  /** Why it is invalid, or not endorsed. */
  readonly reason?: string;
  readonly event?: string;
  readonly endorsements: readonly EndorsementTrace[];
  readonly policies: readonly PolicyTrace[];
  readonly reads: readonly ReadTrace[];
  readonly ranges: readonly RangeTrace[];
  readonly writes: readonly WriteTrace[];
  readonly keyPolicies: readonly KeyPolicyTrace[];
  readonly collections: readonly CollectionTrace[];
  /** Of the phases that this process saw. */
  readonly milliseconds: {
    /** From the first endorser's start to the last one's end. */
    readonly endorsement?: number;
    /** From there until an orderer took it: the client's part. */
    readonly submission?: number;
    /** From there until its block was on disk. */
    readonly ordering?: number;
  };
}
