import type { Bytes } from '../bytes.ts';
import { AttachmentCipher } from './attachment-cipher.ts';
import { attachmentDigest, chunkDigest } from './attachment-digest.ts';
import { CHUNK_BYTES, MAX_ATTACHMENT_BYTES, type ByteSource } from './format.ts';
import { inOrder } from './in-order.ts';
import { rechunk } from './rechunk.ts';

export interface SealedChunk {
  /** From 0. */
  readonly index: number;
  /** SHA-256, lower-case hex. */
  readonly digest: string;
  readonly bytes: Bytes;
  /** Bytes before sealing. */
  readonly plainSize: number;
}

/** What a record says of an attachment, beside its secret. */
export interface AttachmentSummary {
  /** Bytes before sealing. */
  readonly size: number;
  /** `attachmentDigest` of its chunks: the ledger holds it. */
  readonly digest: string;
  /** Of each sealed chunk, in order. */
  readonly chunks: readonly string[];
}

/** Chunks that are worked on at once; with what the platform copies, some 4 MiB each. */
const AHEAD = 3;

/** Seals an attachment chunk by chunk, in bounded memory. @throws SealError `too-big`, `malformed` */
export async function* sealAttachment(source: ByteSource, secret: string): AsyncGenerator<SealedChunk, void> {
  const cipher = await AttachmentCipher.of(secret);
  yield* inOrder(rechunk(source, CHUNK_BYTES, MAX_ATTACHMENT_BYTES), AHEAD, async ({ index, isLast, bytes }) => {
    const sealed = await cipher.sealChunk(index, isLast, bytes);
    return { index, digest: await chunkDigest(sealed), bytes: sealed, plainSize: bytes.length };
  });
}

/**
 * Seals an attachment and sends its chunks, several at once. To take up an upload that was cut, give the digests of what
 * is there: the file is read and sealed again, and only what is missing or differs is sent.
 * @param known index -> digest of chunks that need not be sent
 * @throws SealError `too-big`, `malformed`; what `send` throws
 */
export async function sendAttachment(
  source: ByteSource,
  secret: string,
  send: (chunk: SealedChunk) => Promise<void>,
  known: ReadonlyMap<number, string> = new Map(),
): Promise<AttachmentSummary> {
  const chunks: string[] = [];
  let size = 0;
  const sent = inOrder(sealAttachment(source, secret), AHEAD, async (chunk) => {
    if (known.get(chunk.index) !== chunk.digest) await send(chunk);
    return { digest: chunk.digest, plainSize: chunk.plainSize };
  });
  for await (const { digest, plainSize } of sent) {
    chunks.push(digest);
    size += plainSize;
  }
  return { size, digest: await attachmentDigest(chunks), chunks };
}
