import type { Bytes } from '../bytes.ts';
import { SealError } from '../seal-error.ts';
import type { ByteSource } from './format.ts';

export interface Chunk {
  /** From 0. */
  readonly index: number;
  readonly isLast: boolean;
  readonly bytes: Bytes;
}

/**
 * Cuts bytes into chunks of one size, whatever pieces they come in. The last may be shorter; an empty source has one
 * chunk, an empty one.
 * @throws SealError `too-big` for more than `limit` bytes
 */
export async function* rechunk(source: ByteSource, size: number, limit: number): AsyncGenerator<Chunk, void> {
  let index = 0;
  let filled = 0;
  let total = 0;
  let buffer = new Uint8Array(size);
  for await (const piece of pieces(source)) {
    total += piece.length;
    if (total > limit) throw new SealError('too-big', `the attachment has more than ${String(limit)} bytes`);
    for (let at = 0; at < piece.length;) {
      // Not before more is known to come: the last chunk is marked as such.
      if (filled === size) {
        yield { index, isLast: false, bytes: buffer };
        [index, filled, buffer] = [index + 1, 0, new Uint8Array(size)];
      }
      const part = piece.subarray(at, at + size - filled);
      buffer.set(part, filled);
      filled += part.length;
      at += part.length;
    }
  }
  yield { index, isLast: true, bytes: buffer.subarray(0, filled) };
}

async function* pieces(source: ByteSource): AsyncGenerator<Uint8Array, void> {
  // Not every browser lets a ReadableStream be iterated.
  if (!('getReader' in source)) return yield* source;
  const reader = source.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      if (value !== undefined) yield value;
    }
  } finally {
    await reader.cancel();
  }
}
