import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeContentStore, partOf } from '../../test/content-store.behavior';
import { FileBlobs, PartedContentStore } from '.';

describe('a content store in files', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'contents-'));
  });
  afterAll(async () => rm(folder, { recursive: true }));

  describeContentStore(() => FileBlobs.open(join(folder, 'shared'), 10_000_000));

  it('keeps within its quota, across restarts, and has room again once something is removed', async () => {
    const directory = join(folder, 'quota');
    const bytes = randomBytes(600);
    const put = (store: PartedContentStore, id: string) => store.put(id, 0, bytes);
    const store = new PartedContentStore(await FileBlobs.open(directory, 1000));
    await put(store, 'content-1');
    await put(store, 'content-1');
    await expect(put(store, 'content-2')).rejects.toMatchObject({ kind: 'full' });
    const again = new PartedContentStore(await FileBlobs.open(directory, 1000));
    await expect(put(again, 'content-2')).rejects.toMatchObject({ kind: 'full' });
    await again.delete('content-1');
    await put(again, 'content-2');
    await expect(again.stat('content-2')).resolves.toMatchObject({ state: 'begun' });
  });

  it('is for its owner alone, and a removed content leaves no folder', async () => {
    const directory = join(folder, 'modes');
    const store = new PartedContentStore(await FileBlobs.open(directory, 1000));
    const bytes = randomBytes(10);
    await store.put('content-1', 0, bytes);
    const [file] = await readdir(join(directory, 'content-1'));
    expect((await stat(join(directory, 'content-1', file!))).mode & 0o777).toBe(0o600);
    expect((await stat(join(directory, 'content-1'))).mode & 0o777).toBe(0o700);
    await store.delete('content-1');
    await expect(readdir(directory)).resolves.toEqual([]);
  });

  it('takes what a cut left of a write for nothing', async () => {
    const directory = join(folder, 'cut');
    const store = new PartedContentStore(await FileBlobs.open(directory, 1000));
    const bytes = randomBytes(10);
    await store.put('content-1', 0, bytes);
    await writeFile(join(directory, 'content-1', 'half.new'), 'half');
    await expect(store.stat('content-1')).resolves.toMatchObject({ parts: [partOf(0, bytes)] });
    await store.delete('content-1');
    await expect(readdir(directory)).resolves.toEqual([]);
  });
});
