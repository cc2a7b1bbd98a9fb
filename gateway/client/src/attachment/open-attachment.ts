import { isSame, utf8, type Bytes } from '../bytes.ts';
import { SealError } from '../seal-error.ts';
import { AttachmentCipher } from './attachment-cipher.ts';
import { attachmentDigest, chunkDigest } from './attachment-digest.ts';
import { MAX_ATTACHMENT_BYTES, SEALED_CHUNK_BYTES, sealedSize, type ByteSource } from './format.ts';
import { inOrder } from './in-order.ts';
import { rechunk, type Chunk } from './rechunk.ts';

/** What a sealed record says of an attachment. */
export interface AttachmentReference {
  readonly secret: string;
  /** Bytes before sealing. */
  readonly size: number;
  /** `attachmentDigest` of what is stored. */
  readonly digest: string;
}

const AHEAD = 3;

/**
 * Opens an attachment chunk by chunk, in bounded memory. What is given is proven, but that all of it came is known at
 * the end alone: who acts on the whole waits until no error was thrown.
 * @throws SealError `truncated`, `tampered`, `too-big`, `malformed`
 */
export async function* openAttachment(source: ByteSource, reference: AttachmentReference): AsyncGenerator<Bytes, void> {
  const cipher = await AttachmentCipher.of(reference.secret);
  const expected = sealedSize(reference.size);
  const chunks = rechunk(source, SEALED_CHUNK_BYTES, sealedSize(MAX_ATTACHMENT_BYTES));
  const digests: string[] = [];
  const opened = inOrder(chunks, AHEAD, async (chunk) => {
    checkEnd(chunk, expected);
    const [plain, digest] = await Promise.all([
      cipher.openChunk(chunk.index, chunk.isLast, chunk.bytes),
      chunkDigest(chunk.bytes),
    ]);
    return { plain, digest, isLast: chunk.isLast };
  });
  for await (const { plain, digest, isLast } of opened) {
    digests.push(digest);
    if (isLast) await checkDigest(digests, reference.digest);
    yield plain;
  }
}

function checkEnd({ index, isLast, bytes }: Chunk, expected: number): void {
  const total = index * SEALED_CHUNK_BYTES + bytes.length;
  if (isLast && total < expected) throw new SealError('truncated', 'the attachment ends too early');
  if (total > expected) throw new SealError('tampered', 'the attachment is longer than what was sealed');
}

async function checkDigest(chunks: readonly string[], digest: string): Promise<void> {
  if (isSame(utf8(await attachmentDigest(chunks)), utf8(digest))) return;
  throw new SealError('tampered', 'the attachment is not the one that the record speaks of');
}
