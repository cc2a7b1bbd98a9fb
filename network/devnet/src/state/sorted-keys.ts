import { compareKeys } from './key-order';

const CHUNK = 512;

/**
 * An ordered set of keys: an array of sorted chunks, split when they grow. Insertion and seeking cost about the same
 * with a thousand keys as with a million.
 */
export class SortedKeys {
  private readonly chunks: string[][];

  constructor(chunks: string[][] = [[]]) {
    this.chunks = chunks;
  }

  copy(): SortedKeys {
    return new SortedKeys(this.chunks.map((chunk) => [...chunk]));
  }

  /** Adds a key that is not there yet. */
  add(key: string): void {
    const chunkIndex = this.chunkOf(key);
    const chunk = this.chunks[chunkIndex]!;
    chunk.splice(position(chunk, key), 0, key);
    if (chunk.length > CHUNK) this.chunks.splice(chunkIndex + 1, 0, chunk.splice(CHUNK / 2));
  }

  remove(key: string): void {
    const chunkIndex = this.chunkOf(key);
    const chunk = this.chunks[chunkIndex]!;
    const index = position(chunk, key);
    if (chunk[index] !== key) return;
    chunk.splice(index, 1);
    if (chunk.length === 0 && this.chunks.length > 1) this.chunks.splice(chunkIndex, 1);
  }

  /** The first key that is not before `from` (`inclusive`), or that is after it. */
  seek(from: string, inclusive: boolean): string | undefined {
    const chunkIndex = this.chunkOf(from);
    const chunk = this.chunks[chunkIndex]!;
    let index = position(chunk, from);
    if (!inclusive && chunk[index] === from) index += 1;
    return index < chunk.length ? chunk[index] : this.chunks[chunkIndex + 1]?.[0];
  }

  /** Index of the last chunk whose first key is not after `key`. */
  private chunkOf(key: string): number {
    let low = 0;
    let high = this.chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (compareKeys(this.chunks[middle]![0]!, key) <= 0) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** Where `key` is in a sorted array, or belongs. */
function position(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareKeys(keys[middle]!, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
