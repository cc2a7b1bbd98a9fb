import type { Section } from '@rxledger/chaincode/api';

/** Which attachment of which version, on what receipt. */
export interface Place {
  readonly case: string;
  readonly attachment: string;
  readonly receipt: string;
  readonly section: Section;
  /** The latest unless told. */
  readonly version?: number;
}

/** Ciphertext of an attachment, wherever it lies. */
export interface Stored {
  /** `attachmentDigest` of it, lower-case hex; as whoever has it says. */
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
  /** @param from - the first byte that is wanted */
  read(from: number): Promise<AsyncIterable<Uint8Array>>;
}
