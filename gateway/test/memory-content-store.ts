import { createHash } from 'node:crypto';
import {
  ContentError,
  type ByteRange,
  type Content,
  type ContentState,
  type ContentStore,
  type Part,
} from '../src/content';

/** A content store in memory: for tests of what stands on the port. */
export class MemoryContentStore implements ContentStore {
  readonly parts = new Map<string, Map<number, { readonly part: Part; readonly bytes: Uint8Array }>>();
  readonly finished = new Map<string, Content>();
  /** Set to play a store that does not answer. */
  isAway = false;

  async put(id: string, index: number, bytes: Uint8Array): Promise<Part> {
    this.#requireThere();
    if (this.finished.has(id)) throw new ContentError('finished', 'it is whole');
    const known = this.parts.get(id) ?? new Map<number, { part: Part; bytes: Uint8Array }>();
    const part = { index, size: bytes.length, digest: createHash('sha256').update(bytes).digest('hex') };
    known.set(index, { part, bytes: Uint8Array.from(bytes) });
    this.parts.set(id, known);
    return part;
  }

  async stat(id: string): Promise<ContentState> {
    this.#requireThere();
    const content = this.finished.get(id);
    if (content !== undefined) return { state: 'finished', content };
    const known = this.parts.get(id);
    return known === undefined
      ? { state: 'absent' }
      : { state: 'begun', parts: [...known.values()].map(({ part }) => part) };
  }

  async finish(id: string, digests: readonly string[]): Promise<Content> {
    this.#requireThere();
    const known = this.parts.get(id);
    const missing = digests.flatMap((digest, index) => (known?.get(index)?.part.digest === digest ? [] : [index]));
    if (missing.length > 0) throw new ContentError('missing', 'parts are missing', missing);
    const parts = digests.map((_, index) => known!.get(index)!.part);
    const content: Content = {
      id,
      size: parts.reduce((sum, { size }) => sum + size, 0),
      digest: createHash('sha256')
        .update(Buffer.concat(digests.map((digest) => Buffer.from(digest, 'hex'))))
        .digest('hex'),
      parts,
    };
    this.finished.set(id, content);
    return content;
  }

  async get(id: string, { from = 0, to }: Partial<ByteRange> = {}): Promise<AsyncIterable<Uint8Array>> {
    this.#requireThere();
    const content = this.finished.get(id);
    if (content === undefined) throw new ContentError('absent', 'there is no such content');
    const bytes = Buffer.concat(content.parts.map(({ index }) => this.parts.get(id)!.get(index)!.bytes));
    return (async function* () {
      yield bytes.subarray(from, to);
    })();
  }

  async delete(id: string): Promise<boolean> {
    this.#requireThere();
    this.finished.delete(id);
    return this.parts.delete(id);
  }

  async list(prefix: string): Promise<readonly string[]> {
    this.#requireThere();
    return [...this.parts.keys()].filter((id) => id.startsWith(prefix));
  }

  async stale(): Promise<readonly string[]> {
    return [];
  }

  #requireThere(): void {
    if (this.isAway) throw new ContentError('away', 'it does not answer');
  }
}
