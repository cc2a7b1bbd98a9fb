import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { digestOfSealed, SEALED_CHUNK_BYTES } from '@rxledger/client';
import { fetchFromHolder } from './other-holder';

const bytes = randomBytes(2 * SEALED_CHUNK_BYTES + 500);
const place = {
  case: 'case-1',
  attachment: 'attachment-1',
  receipt: 'receipt-1',
  section: 'base',
  version: 2,
} as const;

describe('a holder at another organisation', () => {
  let server: Server;
  let shown: Buffer;
  let digest: string;
  let path: string | undefined;

  beforeAll(async () => {
    digest = await digestOfSealed(Readable.from([bytes]));
    server = createServer(({ url }, response) => {
      path = url;
      response.writeHead(200, { 'attachment-digest': digest, 'attachment-size': String(bytes.length) });
      response.end(shown);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });

  const fetched = async (): Promise<{ readonly got: Buffer; readonly fault?: unknown }> => {
    const gateways = { HospitalMSP: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
    const found = await fetchFromHolder(gateways, { ...place, holder: 'HospitalMSP', ticket: '00'.repeat(32) });
    const parts: Uint8Array[] = [];
    try {
      for await (const part of await found.read(0)) parts.push(part);
      return { got: Buffer.concat(parts) };
    } catch (fault) {
      return { got: Buffer.concat(parts), fault };
    }
  };

  it('is asked for one attachment of one version, on one receipt', async () => {
    shown = bytes;
    const { got, fault } = await fetched();
    expect([fault, got.equals(bytes)]).toEqual([undefined, true]);
    expect(path).toBe('/shared/cases/case-1/attachments/attachment-1?receipt=receipt-1&section=base&version=2');
  });

  it.each([
    ['other bytes', () => Buffer.concat([randomBytes(100), bytes.subarray(100)])],
    ['more than there is', () => Buffer.concat([bytes, randomBytes(1)])],
    [
      'chunks in another order',
      () => Buffer.concat([bytes.subarray(SEALED_CHUNK_BYTES), bytes]).subarray(0, bytes.length),
    ],
  ])('is not believed: %s are refused before the end is given', async (_what, lie) => {
    shown = lie();
    const { got, fault } = await fetched();
    expect(fault).toMatchObject({ code: 'CONTENT_TAMPERED' });
    expect(got.length).toBeLessThan(bytes.length);
  });
});
