import { concat, type Bytes } from '../bytes.ts';
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
 * chunk, an empty one. Pieces are kept without a copy where they fit: a source must not write into them again.
 * @throws SealError `too-big` for more than `limit` bytes
 */
export async function* rechunk(source: ByteSource, size: number, limit: number): AsyncGenerator<Chunk, void> {
  let index = 0;
  let total = 0;
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  for await (const piece of pieces(source)) {
    total += piece.length;
    if (total > limit) throw new SealError('too-big', `the attachment has more than ${String(limit)} bytes`);
    for (let at = 0; at < piece.length;) {
      // Not before more is known to come: the last chunk is marked as such.
      if (heldBytes === size) {
        yield { index, isLast: false, bytes: joined(held) };
        [index, held, heldBytes] = [index + 1, [], 0];
      }
      const part = piece.subarray(at, at + size - heldBytes);
      held.push(part);
      heldBytes += part.length;
      at += part.length;
    }
  }
  yield { index, isLast: true, bytes: joined(held) };
}

const joined = (parts: readonly Uint8Array[]): Bytes => (parts.length === 1 ? (parts[0] as Bytes) : concat(...parts));

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
