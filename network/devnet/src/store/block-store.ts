/** One transaction's clear private writes as one organisation keeps them. */
export interface PrivateRecord {
  readonly transaction: number;
  readonly mspId: string;
  /** `rwset.TxPvtReadWriteSet`, serialised. */
  readonly set: Uint8Array;
}

/** A private key whose values must vanish from the store. */
export interface Scrub {
  readonly namespace: string;
  readonly collection: string;
  readonly keyHash: Uint8Array;
  /** Writes after this place stay. */
  readonly upTo: { readonly block: number; readonly transaction: number };
  /** Blocks that wrote the key. */
  readonly blocks: readonly number[];
}

/** All that one block leaves behind, written as one. */
export interface BlockRecord {
  readonly number: number;
  readonly hash: Uint8Array;
  /** `common.Block`, serialised. */
  readonly bytes: Uint8Array;
  readonly privateRecords: readonly PrivateRecord[];
  readonly scrubs: readonly Scrub[];
  /** How far the network's clock was from this machine's, in milliseconds. */
  readonly timeShift: number;
}

/** Where the blocks of one channel survive. Calls are synchronous: when `append` returns, the block is safe. */
export interface BlockStore {
  /** Number of blocks. */
  height(): number;
  /** @throws StoreError where the block cannot be written; nothing of it is there then */
  append(record: BlockRecord): void;
  block(number: number): Uint8Array | undefined;
  numberByHash(hash: Uint8Array): number | undefined;
  privateRecords(block: number): readonly PrivateRecord[];
  /** 0 for a block there is not. */
  timeShift(block: number): number;
  /**
   * Takes the blocks from `height` on away, and puts private records of those below back as they were before they were
   * scrubbed: all of it, or nothing.
   * @throws StoreError
   */
  rewind(height: number, unscrubbed: ReadonlyMap<number, readonly PrivateRecord[]>): void;
  /** Puts these blocks in the place of all there are: all of it, or nothing. @throws StoreError */
  replace(records: readonly BlockRecord[]): void;
}

/** The store refused. The message names the remedy. */
export class StoreError extends Error {
  override readonly name = 'StoreError';

  constructor(
    message: string,
    /** `full`: no room left; `corrupt`: not what was written; `locked`: another process has it; `failed`: anything else. */
    readonly fault: 'full' | 'corrupt' | 'locked' | 'failed',
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
