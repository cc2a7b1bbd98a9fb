import { createHash } from 'node:crypto';
import { attachmentDigest, chunkDigest, MAX_ATTACHMENT_BYTES, sealedSize } from '@rxledger/client';
import type { Blobs } from './blobs';
import { ContentError } from './content-error';
import type { ByteRange, Content, ContentState, ContentStore, Part } from './content-store';
import { checkId, MANIFEST, partName, partOf } from './part-names';

/** Bytes of one content: the largest attachment, sealed. */
const MAX_BYTES = sealedSize(MAX_ATTACHMENT_BYTES);

interface Manifest {
  readonly format: 'rxledger-content';
  readonly version: 1;
  readonly parts: readonly Part[];
}

/** Contents as a folder of parts each, and a manifest that makes it whole: written last, removed first. */
export class PartedContentStore implements ContentStore {
  constructor(private readonly blobs: Blobs) {}

  async put(id: string, index: number, bytes: Uint8Array): Promise<Part> {
    checkId(id);
    if (bytes.length > MAX_BYTES) throw new ContentError('too-big', `a content has ${String(MAX_BYTES)} bytes at most`);
    const part: Part = { index, size: bytes.length, digest: await chunkDigest(bytes) };
    await this.blobs.put(`${id}/${partName(part)}`, bytes, part.digest);
    return part;
  }

  async stat(id: string): Promise<ContentState> {
    const { content, parts } = await this.#look(id);
    if (content !== undefined) return { state: 'finished', content };
    return parts.length === 0 ? { state: 'absent' } : { state: 'begun', parts };
  }

  async finish(id: string, digests: readonly string[]): Promise<Content> {
    const { content, parts } = await this.#look(id);
    if (content !== undefined) return asBefore(content, digests);
    const chosen = choose(parts, digests);
    await this.blobs.settle(id);
    const manifest: Manifest = { format: 'rxledger-content', version: 1, parts: chosen };
    const bytes = Buffer.from(JSON.stringify(manifest));
    await this.blobs.put(`${id}/${MANIFEST}`, bytes, createHash('sha256').update(bytes).digest('hex'));
    await this.blobs.settle(id);
    const kept = new Set(chosen.map(partName));
    for (const part of parts) if (!kept.has(partName(part))) await this.blobs.delete(`${id}/${partName(part)}`);
    return contentOf(id, chosen);
  }

  async get(id: string, range?: ByteRange): Promise<AsyncIterable<Uint8Array>> {
    checkId(id);
    const content = await this.#finished(id);
    if (content === undefined) throw new ContentError('absent', 'there is no such content');
    const { from, to = content.size } = range ?? { from: 0 };
    const isRange = Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0 && from <= to;
    if (!isRange || to > content.size) throw new ContentError('bad-range', 'the content has no such bytes');
    return this.#read(content, from, to);
  }

  async delete(id: string): Promise<boolean> {
    checkId(id);
    const entries = await this.blobs.list(id);
    const isManifest = ({ name }: { readonly name: string }): boolean => name === `${id}/${MANIFEST}`;
    // A content cut off in the middle of its removal must not look whole.
    for (const entry of entries.filter(isManifest)) await this.blobs.delete(entry.name);
    for (const entry of entries.filter((found) => !isManifest(found))) await this.blobs.delete(entry.name);
    if (entries.length > 0) await this.blobs.settle(id);
    return entries.length > 0;
  }

  async list(prefix: string): Promise<readonly string[]> {
    const ids = (await this.blobs.list()).map(({ name }) => name.slice(0, name.indexOf('/')));
    return [...new Set(ids)].filter((id) => id.startsWith(prefix));
  }

  async stale(before: number): Promise<readonly string[]> {
    const touched = new Map<string, number>();
    for (const { name, modified } of await this.blobs.list()) {
      const [id, file] = name.split('/') as [string, string];
      touched.set(id, file === MANIFEST ? Infinity : Math.max(modified, touched.get(id) ?? 0));
    }
    return [...touched].filter(([, modified]) => modified < before).map(([id]) => id);
  }

  async #look(id: string): Promise<{ readonly content?: Content; readonly parts: readonly Part[] }> {
    checkId(id);
    const entries = await this.blobs.list(id);
    const parts = entries
      .flatMap(({ name, size }) => partOf(name.slice(id.length + 1), size) ?? [])
      .sort((left, right) => left.index - right.index);
    const isFinished = entries.some(({ name }) => name === `${id}/${MANIFEST}`);
    const content = isFinished ? await this.#finished(id) : undefined;
    return content === undefined ? { parts } : { content, parts };
  }

  async #finished(id: string): Promise<Content | undefined> {
    const bytes = await this.blobs.get(`${id}/${MANIFEST}`);
    if (bytes === undefined) return undefined;
    try {
      const { format, version, parts } = JSON.parse(Buffer.from(bytes).toString('utf8')) as Manifest;
      if (format === 'rxledger-content' && version === 1) return await contentOf(id, parts);
    } catch {
      // Said below: what was found is of no use in a message.
    }
    throw new ContentError('tampered', 'the list of parts of a content is damaged');
  }

  async *#read({ id, parts }: Content, from: number, to: number): AsyncGenerator<Uint8Array, void> {
    let start = 0;
    for (const part of parts) {
      const end = start + part.size;
      if (start < to && end > from) {
        const bytes = await this.#part(id, part);
        yield bytes.subarray(Math.max(0, from - start), Math.min(part.size, to - start));
      }
      start = end;
    }
  }

  async #part(id: string, part: Part): Promise<Uint8Array> {
    const bytes = await this.blobs.get(`${id}/${partName(part)}`);
    if (bytes === undefined) throw new ContentError('missing', 'a part of the content is missing', [part.index]);
    if (bytes.length === part.size && (await chunkDigest(bytes)) === part.digest) return bytes;
    throw new ContentError('tampered', 'a part of the content was changed in its store');
  }
}

/** The parts that count, in order. @throws ContentError `missing`, `too-big`, `bad-part` */
function choose(parts: readonly Part[], digests: readonly string[]): readonly Part[] {
  if (digests.length === 0) throw new ContentError('bad-part', 'a content has one part at least');
  const byName = new Map(parts.map((part) => [partName(part), part]));
  const chosen = digests.map((digest, index) => byName.get(partName({ index, digest })));
  const missing = chosen.flatMap((part, index) => (part === undefined ? [index] : []));
  if (missing.length > 0) throw new ContentError('missing', 'parts of the content are not there', missing);
  const found = chosen as readonly Part[];
  if (sizeOf(found) > MAX_BYTES) throw new ContentError('too-big', `a content has ${String(MAX_BYTES)} bytes at most`);
  return found;
}

function asBefore(content: Content, digests: readonly string[]): Content {
  if (digests.join() === content.parts.map(({ digest }) => digest).join()) return content;
  throw new ContentError('finished', 'the content is finished with other parts');
}

const sizeOf = (parts: readonly Part[]): number => parts.reduce((total, { size }) => total + size, 0);

const contentOf = async (id: string, parts: readonly Part[]): Promise<Content> => ({
  id,
  size: sizeOf(parts),
  digest: await attachmentDigest(parts.map(({ digest }) => digest)),
  parts,
});
