import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import { describeContentStore } from '../../test/content-store.behavior';
import { PartedContentStore, S3Blobs, type Part, type S3Settings } from '.';

describe('a content store in S3', () => {
  let folder: string;
  let server: S3rver;
  let settings: S3Settings;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 's3-'));
    const configureBuckets = [{ name: 'contents' }];
    server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: folder, configureBuckets });
    const { port } = await server.run();
    const endpoint = `http://127.0.0.1:${String(port)}`;
    const account = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
    settings = { endpoint, region: 'us-east-1', bucket: 'contents', prefix: 'records/', ...account };
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  describeContentStore(async () => new S3Blobs(settings));

  const bytes = randomBytes(10);
  const put = (other: Partial<S3Settings>): Promise<Part> =>
    new PartedContentStore(new S3Blobs({ ...settings, ...other })).put('content-1', 0, bytes);

  it('says that its key or its bucket is refused, without the key', async () => {
    const stranger = { accessKeyId: 'STRANGER', secretAccessKey: 'the-secret' };
    await expect(put(stranger)).rejects.toMatchObject({ kind: 'refused' });
    await expect(put(stranger)).rejects.not.toThrow('the-secret');
    await expect(put({ bucket: 'nowhere' })).rejects.toThrow('NoSuchBucket');
    const elsewhere = new PartedContentStore(new S3Blobs({ ...settings, bucket: 'nowhere' }));
    await expect(elsewhere.stat('content-1')).rejects.toMatchObject({ kind: 'refused' });
  });

  it('says that it cannot be reached', async () => {
    await expect(put({ endpoint: 'http://127.0.0.1:9' })).rejects.toMatchObject({ kind: 'away' });
  });
});
