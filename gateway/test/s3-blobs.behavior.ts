import { createHash, randomBytes } from 'node:crypto';
import { SEALED_CHUNK_BYTES } from '@rxledger/client';
import { PartedContentStore, S3Blobs, type Part, type S3Settings } from '../src/content';
import { describeContentStore } from './content-store.behavior';

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** What a content store does with every S3 server that checks signatures. */
export function describeS3Blobs(settingsNow: () => S3Settings): void {
  const blobsOf = (other: Partial<S3Settings> = {}): S3Blobs => new S3Blobs({ ...settingsNow(), ...other });
  const bytes = randomBytes(10);
  const put = (other: Partial<S3Settings>): Promise<Part> =>
    new PartedContentStore(blobsOf(other)).put('content-1', 0, bytes);

  describeContentStore(async () => blobsOf());

  it('is refused with a secret that is not the key’s, and the message says so without it', async () => {
    const stranger = { secretAccessKey: 'not-the-secret' };
    await expect(put(stranger)).rejects.toMatchObject({ kind: 'refused' });
    await expect(put(stranger)).rejects.toThrow('SignatureDoesNotMatch');
    await expect(put(stranger)).rejects.not.toThrow('not-the-secret');
    await expect(blobsOf(stranger).list('content-1')).rejects.toMatchObject({ kind: 'refused' });
  });

  it('is refused with a key that nobody has, and in a region that is not the server’s', async () => {
    await expect(put({ accessKeyId: 'STRANGER' })).rejects.toMatchObject({ kind: 'refused' });
    await expect(put({ region: 'elsewhere-1' })).rejects.toMatchObject({ kind: 'refused' });
  });

  it('is refused with a clock that is off, and the message says so', async () => {
    const later = new Date(Date.now() + 60 * 60_000).toISOString();
    const clock = jest.spyOn(Date.prototype, 'toISOString').mockReturnValue(later);
    try {
      await expect(put({})).rejects.toMatchObject({ kind: 'refused' });
      await expect(put({})).rejects.toThrow('RequestTimeTooSkewed');
    } finally {
      clock.mockRestore();
    }
  });

  it('is refused where the bytes are not those that were signed, and nothing is kept', async () => {
    const name = `content-2/${randomBytes(4).toString('hex')}`;
    await expect(blobsOf().put(name, bytes, digestOf(randomBytes(10)))).rejects.toMatchObject({ kind: 'refused' });
    await expect(blobsOf().get(name)).resolves.toBeUndefined();
  });

  it('takes the largest chunk there is', async () => {
    const chunk = randomBytes(SEALED_CHUNK_BYTES);
    await blobsOf().put('content-3/chunk', chunk, digestOf(chunk));
    expect(Buffer.from((await blobsOf().get('content-3/chunk'))!).equals(chunk)).toBe(true);
    await blobsOf().delete('content-3/chunk');
  });

  it('says that its bucket is not there', async () => {
    const nowhere = { bucket: 'nowhere-at-all' };
    await expect(put(nowhere)).rejects.toThrow('NoSuchBucket');
    const elsewhere = new PartedContentStore(blobsOf(nowhere));
    await expect(elsewhere.stat('content-1')).rejects.toMatchObject({ kind: 'refused' });
  });

  it('says that it cannot be reached', async () => {
    await expect(put({ endpoint: 'http://127.0.0.1:9' })).rejects.toMatchObject({ kind: 'away' });
  });
}

/** Of servers that can turn a page: s3rver makes its tokens with a cipher that Node has no more. */
export function describePagesOfS3(settings: S3Settings): void {
  it('lists what is there over pages of a thousand', async () => {
    const names = Array.from({ length: 1003 }, (_, index) => `content-4/${String(index).padStart(5, '0')}`);
    const blobs = new S3Blobs({ ...settings, prefix: `${settings.prefix ?? ''}a.prefix/of-pages/` });
    const bytes = randomBytes(10);
    const digest = digestOf(bytes);
    const inParts = async (work: (name: string) => Promise<void>): Promise<void> => {
      for (let from = 0; from < names.length; from += 50) await Promise.all(names.slice(from, from + 50).map(work));
    };
    await inParts((name) => blobs.put(name, bytes, digest));
    const listed = (await blobs.list('content-4')).map(({ name }) => name);
    await inParts((name) => blobs.delete(name));
    expect([...listed].sort()).toEqual(names);
    await expect(blobs.list('content-4')).resolves.toEqual([]);
  });
}
