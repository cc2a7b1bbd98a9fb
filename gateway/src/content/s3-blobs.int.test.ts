import type { Server } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import { describePagesOfS3, describeS3Blobs } from '../../test/s3-blobs.behavior';
import { portOf, startSignatureDoor } from '../../test/signature-door';
import type { S3Settings } from '.';

jest.setTimeout(120_000);

describe('a content store in S3, behind a door that checks signatures by AWS’s own signer', () => {
  const account = { region: 'us-east-1', accessKeyId: 'S3RVER', secretAccessKey: 'the-secret-of-the-tests' };
  let folder: string;
  let server: S3rver;
  let door: Server;
  let settings: S3Settings;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 's3-'));
    const configureBuckets = [{ name: 'contents' }];
    server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: folder, configureBuckets });
    const { port } = await server.run();
    door = await startSignatureDoor({ ...account, port });
    settings = { endpoint: `http://127.0.0.1:${portOf(door)}`, bucket: 'contents', prefix: 'records/', ...account };
  });
  afterAll(async () => {
    door.closeAllConnections();
    await new Promise((done) => door.close(done));
    await server.close();
    await rm(folder, { recursive: true });
  });

  describeS3Blobs(() => settings);
});

const { S3_ENDPOINT: endpoint = '', S3_BUCKET: bucket = '', S3_REGION: region = 'us-east-1' } = process.env;
const { S3_ACCESS_KEY_ID: accessKeyId = '', S3_SECRET_ACCESS_KEY: secretAccessKey = '' } = process.env;
const why = endpoint === '' || bucket === '' ? '(skipped: S3_ENDPOINT and S3_BUCKET name none)' : endpoint;

(why === endpoint ? describe : describe.skip)(`a content store in S3, at a server of one’s own ${why}`, () => {
  const prefix = `test-${String(process.pid)}/`;
  const settings = { endpoint, bucket, region, accessKeyId, secretAccessKey, prefix };
  describeS3Blobs(() => settings);
  describePagesOfS3(settings);
});
