import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openContent } from './open-content';

const STATUS = (status: string): string =>
  `<?xml version="1.0"?><VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${status}</VersioningConfiguration>`;

describe('a bucket for attachments', () => {
  const folder = mkdtempSync(join(tmpdir(), 'open-content-'));
  let server: Server;
  let answer: { readonly status: number; readonly body: string };
  const asked: (string | undefined)[] = [];

  beforeAll(async () => {
    writeFileSync(join(folder, 'secret'), 'a secret of the tests\n', { mode: 0o600 });
    server = createServer(({ url }, response) => {
      asked.push(url);
      response.writeHead(answer.status).end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    rmSync(folder, { recursive: true });
  });

  const opened = () =>
    openContent(
      {
        s3: {
          endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
          region: 'us-east-1',
          bucket: 'contents',
          accessKeyId: 'KEY',
          secretAccessKeyFile: join(folder, 'secret'),
        },
      },
      folder,
    );

  it('is refused where it keeps versions: what is erased would stay', async () => {
    answer = { status: 200, body: STATUS('<Status>Enabled</Status>') };
    await expect(opened()).rejects.toThrow('the bucket contents keeps versions');
    expect(asked).toEqual(['/contents?versioning']);
  });

  it.each([
    ['keeps none', { status: 200, body: STATUS('') }],
    ['keeps none any more', { status: 200, body: STATUS('<Status>Suspended</Status>') }],
    ['does not say so to this key', { status: 403, body: '<Error><Code>AccessDenied</Code></Error>' }],
    ['knows no versions', { status: 501, body: '<Error><Code>NotImplemented</Code></Error>' }],
  ])('is taken where it %s', async (_what, given) => {
    answer = given;
    await expect(opened()).resolves.toBeDefined();
  });
});
