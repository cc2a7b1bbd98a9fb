import type { Section } from '@rxledger/chaincode/api';
import type { ContentStore } from '../content';
import { withContentProblems } from './content-problem';

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

/** An attachment that this organisation's own store has whole. @throws Problem as the store fails */
export async function storedHere(content: ContentStore, attachment: string): Promise<Stored | undefined> {
  const found = await withContentProblems(() => content.stat(attachment));
  if (found.state !== 'finished') return undefined;
  const { digest, size } = found.content;
  return { digest, size, read: (from) => withContentProblems(() => content.get(attachment, { from })) };
}
