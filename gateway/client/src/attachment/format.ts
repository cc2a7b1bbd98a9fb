/** Bytes of plaintext in every chunk but the last, which may have fewer: it is empty only where the attachment is. */
export const CHUNK_BYTES = 1024 * 1024;
/** Nonce prefix and authentication tag. */
export const CHUNK_OVERHEAD = 7 + 16;
/** Bytes of a sealed chunk: a part of a content store. */
export const SEALED_CHUNK_BYTES = CHUNK_BYTES + CHUNK_OVERHEAD;
/** Bytes of an attachment. */
export const MAX_ATTACHMENT_BYTES = 50 * 1024 * 1024;

/** How many chunks an attachment of that many bytes has; one at least. */
export const chunkCount = (size: number): number => Math.max(1, Math.ceil(size / CHUNK_BYTES));

/** Bytes of an attachment once sealed. */
export const sealedSize = (size: number): number => size + chunkCount(size) * CHUNK_OVERHEAD;

/** Bytes from anywhere: a Node stream, a file's or a response's `ReadableStream`, a generator. */
export type ByteSource =
  | AsyncIterable<Uint8Array>
  | {
      getReader(): { read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>; cancel(): Promise<void> };
    };
