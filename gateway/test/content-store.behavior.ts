import { createHash, randomBytes } from 'node:crypto';
import type { Blobs } from '../src/content/blobs';
import { PartedContentStore, type Part } from '../src/content';
import { partName } from '../src/content/part-names';

export const partOf = (index: number, bytes: Uint8Array): Part => ({
  index,
  size: bytes.length,
  digest: createHash('sha256').update(bytes).digest('hex'),
});

async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** What every content store does, whatever its blobs lie on. */
export function describeContentStore(openBlobs: () => Promise<Blobs>): void {
  const bytes = [randomBytes(3000), randomBytes(3000), randomBytes(17)];
  const parts = bytes.map((each, index) => partOf(index, each));
  const digests = parts.map(({ digest }) => digest);
  const whole = Buffer.concat(bytes);
  let blobs: Blobs;
  let store: PartedContentStore;
  let id: string;

  beforeEach(async () => {
    blobs = await openBlobs();
    store = new PartedContentStore(blobs);
    id = `content-${randomBytes(8).toString('hex')}`;
  });

  const putAll = async (): Promise<void> => {
    for (const part of [...parts].reverse()) expect(await store.put(id, part.index, bytes[part.index]!)).toEqual(part);
  };

  it('keeps a content put in parts, in any order, and gives it back whole or a range of it', async () => {
    await putAll();
    const content = await store.finish(id, digests);
    const digest = createHash('sha256')
      .update(Buffer.from(digests.join(''), 'hex'))
      .digest('hex');
    expect(content).toEqual({ id, size: 6017, digest, parts });
    await expect(store.stat(id)).resolves.toEqual({ state: 'finished', content });
    expect((await collect(await store.get(id))).equals(whole)).toBe(true);
    for (const [from, to] of [
      [0, 0],
      [0, 1],
      [2999, 3001],
      [10, 6010],
      [6016, 6017],
    ] as const) {
      expect((await collect(await store.get(id, { from, to }))).equals(whole.subarray(from, to))).toBe(true);
    }
    expect((await collect(await store.get(id, { from: 5000 }))).equals(whole.subarray(5000))).toBe(true);
  });

  it('says after a cut which parts are there, and which are missing', async () => {
    await expect(store.stat(id)).resolves.toEqual({ state: 'absent' });
    await store.put(id, 1, bytes[1]!);
    await expect(store.stat(id)).resolves.toEqual({ state: 'begun', parts: [parts[1]] });
    await expect(store.finish(id, digests)).rejects.toMatchObject({ kind: 'missing', parts: [0, 2] });
    await expect(store.get(id)).rejects.toMatchObject({ kind: 'absent' });
    await putAll();
    await expect(store.finish(id, digests)).resolves.toMatchObject({ size: 6017 });
  });

  it('answers as before when it is finished again, and never changes', async () => {
    await putAll();
    const content = await store.finish(id, digests);
    await expect(store.finish(id, digests)).resolves.toEqual(content);
    await expect(store.finish(id, digests.slice(0, 2))).rejects.toMatchObject({ kind: 'finished' });
    const other = randomBytes(3000);
    await store.put(id, 0, other);
    expect((await collect(await store.get(id))).equals(whole)).toBe(true);
  });

  it('lets a part be sent anew before the end, and keeps those alone that count', async () => {
    const other = randomBytes(3000);
    await store.put(id, 0, other);
    await putAll();
    await store.finish(id, digests);
    const names = (await blobs.list(id)).map(({ name }) => name).sort();
    expect(names).toEqual([...parts.map((part) => `${id}/${partName(part)}`), `${id}/content.json`].sort());
  });

  it('refuses places and ids that are none', async () => {
    await expect(store.put(id, -1, bytes[0]!)).rejects.toMatchObject({ kind: 'bad-part' });
    await expect(store.put('../../etc', 0, bytes[0]!)).rejects.toMatchObject({ kind: 'bad-id' });
    await expect(store.stat('.')).rejects.toMatchObject({ kind: 'bad-id' });
    await expect(store.finish(id, [])).rejects.toMatchObject({ kind: 'bad-part' });
    await expect(store.stat(id)).resolves.toEqual({ state: 'absent' });
  });

  it('refuses ranges that are none', async () => {
    await putAll();
    await store.finish(id, digests);
    for (const range of [{ from: -1 }, { from: 2, to: 1 }, { from: 0, to: 6018 }, { from: 6018 }, { from: 0.5 }]) {
      await expect(store.get(id, range)).rejects.toMatchObject({ kind: 'bad-range' });
    }
  });

  it('says while it is read that a part is missing or was changed in its store', async () => {
    await putAll();
    await store.finish(id, digests);
    const name = `${id}/${partName(parts[1]!)}`;
    const changed = randomBytes(3000);
    await blobs.put(name, changed, partOf(1, changed).digest);
    await expect(collect(await store.get(id))).rejects.toMatchObject({ kind: 'tampered' });
    expect((await collect(await store.get(id, { from: 0, to: 3000 }))).equals(bytes[0]!)).toBe(true);
    await blobs.delete(name);
    await expect(collect(await store.get(id))).rejects.toMatchObject({ kind: 'missing', parts: [1] });
  });

  it('removes a content with all its parts, begun or finished, and says whether there was one', async () => {
    await putAll();
    await expect(store.delete(id)).resolves.toBe(true);
    await putAll();
    await store.finish(id, digests);
    await expect(store.delete(id)).resolves.toBe(true);
    await expect(blobs.list(id)).resolves.toEqual([]);
    await expect(store.stat(id)).resolves.toEqual({ state: 'absent' });
    await expect(store.delete(id)).resolves.toBe(false);
  });

  it('names uploads that were left, and no finished ones', async () => {
    await putAll();
    const later = Date.now() + 60_000;
    await expect(store.stale(later)).resolves.toContain(id);
    await expect(store.stale(Date.now() - 60_000)).resolves.not.toContain(id);
    await store.finish(id, digests);
    await expect(store.stale(later)).resolves.not.toContain(id);
  });
}
