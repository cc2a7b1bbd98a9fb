import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CHUNK_BYTES } from '@rxledger/client';
import { ok, openRecordStage, type Read, type RecordStage } from './record-stage';

jest.setTimeout(180_000);

const HOSPITAL = 'HospitalMSP';

type TicketRead = Read & { readonly ticket: string };

describe('an attachment that another organisation holds', () => {
  let stage: RecordStage;
  let id: string;
  let grant: string;
  let attachment: { readonly id: string; readonly secret: string; readonly size: number; readonly digest: string };
  let address: string;
  let line: Server;
  /** Ranges that were asked for, and after how many bytes the line breaks. */
  const asked: (string | undefined)[] = [];
  let breaksAfter = Infinity;
  const scan = Buffer.alloc(3 * CHUNK_BYTES + 1000, 'canary-pixels ');

  const upload = async () => {
    const begun = ok(await stage.physician.post(`/cases/${id}/attachments`, { section: 'base' }), 201).json<{
      id: string;
      secret: string;
    }>();
    const path = `/cases/${id}/attachments/${begun.id}`;
    const digests: string[] = [];
    for (let index = 0; index < 4; index += 1) {
      const chunk = scan.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES);
      const last = index === 3 ? '?last=true' : '';
      const headers = { 'attachment-secret': begun.secret };
      digests.push(ok(await stage.physician.put(`${path}/chunks/${index}${last}`, chunk, headers)).json().digest);
    }
    const { digest } = ok(await stage.physician.post(`${path}/finish`, { digests })).json<{ digest: string }>();
    return { id: begun.id, secret: begun.secret, size: scan.length, digest };
  };

  /** A line to the hospital's gateway that can break in the middle of an answer. */
  const startLine = async (): Promise<Server> => {
    const server = createServer((incoming, response) => {
      asked.push(incoming.headers.range);
      const onward = request(new URL(incoming.url!, address), { headers: incoming.headers }, (answer) => {
        response.writeHead(answer.statusCode!, answer.headers);
        let sent = 0;
        answer.on('data', (part: Buffer) => {
          sent += part.length;
          response.write(part);
          if (sent > breaksAfter) response.destroy();
        });
        answer.on('end', () => response.end());
      });
      response.on('close', () => onward.destroy());
      onward.on('error', () => undefined);
      onward.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return server;
  };

  const read = async (): Promise<TicketRead> =>
    ok(await stage.dispenser.post(`/cases/${id}/reads`, { sections: ['base'], grant }), 201).json<TicketRead>();
  const download = ({ id: receipt, ticket }: Pick<TicketRead, 'id' | 'ticket'>, more = '') =>
    stage.dispenser.get(`/cases/${id}/attachments/${attachment.id}?receipt=${receipt}&section=base${more}`, {
      'receipt-ticket': ticket,
    });

  beforeAll(async () => {
    stage = await openRecordStage();
    const { consortium } = stage;
    address = await consortium.apps.get(HOSPITAL)!.listen({ host: '127.0.0.1', port: 0 });
    line = await startLine();
    consortium.gateways[HOSPITAL] = `http://127.0.0.1:${(line.address() as AddressInfo).port}`;
    id = await stage.opened([]);
    attachment = await upload();
    const body = { content: { note: 'with a scan' }, attachments: [{ ...attachment, mediaType: 'image/png' }] };
    ok(await stage.physician.post(`/cases/${id}/sections/base`, body), 201);
    grant = await stage.give({ grantee: 'PharmacyMSP:x-1', cases: id });
  });
  beforeEach(() => {
    asked.length = 0;
    breaksAfter = Infinity;
  });
  afterAll(async () => {
    line.closeAllConnections();
    await new Promise((done) => line.close(done));
    await stage.close();
  });

  it('comes from there through the own gateway, opened, or sealed for a key on a device', async () => {
    const found = await read();
    const answer = ok(await download(found));
    expect([answer.headers['content-type'], answer.rawPayload.equals(scan)]).toEqual(['image/png', true]);
    const sealed = ok(await download(found, '&sealed=true'));
    const held = stage.consortium.contents.get(HOSPITAL)!.parts.get(attachment.id)!;
    const parts = [...held].sort(([one], [other]) => one - other).map(([, { bytes }]) => bytes);
    expect(sealed.rawPayload.equals(Buffer.concat(parts))).toBe(true);
    expect(stage.consortium.contents.get('PharmacyMSP')!.parts.size).toBe(0);
  });

  it('goes on where the line broke', async () => {
    breaksAfter = 1.5 * CHUNK_BYTES;
    const answer = ok(await download(await read()));
    expect(answer.rawPayload.equals(scan)).toBe(true);
    expect(asked.length).toBeGreaterThan(1);
    expect(asked[0]).toBe('bytes=0-');
    expect(Number(/bytes=(\d+)-/.exec(asked[1]!)![1])).toBeGreaterThan(CHUNK_BYTES);
  });

  it('is cut off where it is not what was committed to', async () => {
    const part = stage.consortium.contents.get(HOSPITAL)!.parts.get(attachment.id)!.get(2)!;
    part.bytes[100]! ^= 1;
    const found = await read();
    for (const more of ['', '&sealed=true']) {
      const answer = await download(found, more).catch(() => undefined);
      expect(answer?.statusCode === 200 && answer.rawPayload.length >= scan.length).toBe(false);
    }
    part.bytes[100]! ^= 1;
  });

  it('comes to nobody without the ticket of an open receipt for it', async () => {
    const found = await read();
    const path = `/cases/${id}/attachments/${attachment.id}?receipt=${found.id}&section=base`;
    expect((await stage.dispenser.get(path)).json()).toMatchObject({ code: 'CONTENT_NOT_FOUND' });
    expect((await download({ ...found, ticket: 'ff'.repeat(32) })).json()).toMatchObject({ code: 'ACCESS_NO_RECEIPT' });
    const shared = (query: string, ticket?: string) =>
      fetch(`${address}/shared/cases/${id}/attachments/${attachment.id}?${query}`, {
        headers: ticket === undefined ? {} : { 'receipt-ticket': ticket },
      }).then(async (answer) => (answer.ok ? 'given' : ((await answer.json()) as { code: string }).code));
    await expect(shared(`receipt=${found.id}&section=base`, found.ticket)).resolves.toBe('given');
    await expect(shared(`receipt=${found.id}&section=base`)).resolves.toBe('ACCESS_NO_RECEIPT');
    await expect(shared(`receipt=${found.id}&section=cost`, found.ticket)).resolves.toBe('ACCESS_NO_RECEIPT');
  });

  it('is not to be had while its holder cannot be reached', async () => {
    const { gateways } = stage.consortium;
    const before = gateways[HOSPITAL]!;
    gateways[HOSPITAL] = 'http://127.0.0.1:9';
    const answer = await download(await read());
    gateways[HOSPITAL] = before;
    expect([answer.statusCode, answer.json()]).toMatchObject([503, { code: 'GATEWAY_MEMBER_AWAY' }]);
  });

  it('is not to be had once the consent was taken back, within the window too', async () => {
    const found = await read();
    ok(await stage.patient.post(`/consents/${grant}/revoke`));
    expect((await download(found)).json()).toMatchObject({ code: 'CONSENT_REVOKED' });
    const query = `receipt=${found.id}&section=base`;
    const past = await fetch(`${address}/shared/cases/${id}/attachments/${attachment.id}?${query}`, {
      headers: { 'receipt-ticket': found.ticket },
    });
    await expect(past.json()).resolves.toMatchObject({ code: 'CONSENT_REVOKED' });
  });
});
