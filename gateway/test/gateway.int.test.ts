import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GatewayConfig } from '../src/config';
import { startGateway, type RunningGateway } from '../src/main';
import { foundedLedgers } from './founded-ledgers';
import { ended, prepareGateways, spawnGateway, type LiveGateways } from './live-gateway';
import { startLiveNetwork, type LiveNetwork } from './live-network';

jest.setTimeout(120_000);

const HOSPITAL = 'HospitalMSP';
const BODY = {
  patient: 'HospitalMSP:patient-1',
  lines: [
    {
      line: 1,
      drug: { atc: 'J01CA04', name: 'Zanzibrex 500 mg' },
      quantity: 21,
      unit: 'capsule',
      dosage: '1 capsule 3 times a day',
      isSubstitutionAllowed: true,
      isControlled: false,
    },
  ],
};

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

describe('a gateway on a network', () => {
  let network: LiveNetwork;
  let gateways: LiveGateways;
  let config: GatewayConfig;
  let hospital: RunningGateway;
  let physician: string;
  let registrar: string;

  beforeAll(async () => {
    network = await startLiveNetwork();
    await (await foundedLedgers(network)).close();
    gateways = await prepareGateways(network);
    config = await gateways.configure(HOSPITAL, ['gateway', 'registrar-1', 'physician-1', 'patient-1']);
    hospital = await startGateway(config);
    physician = await gateways.token(HOSPITAL, 'physician-1');
    registrar = await gateways.token(HOSPITAL, 'registrar-1');
  });
  afterAll(async () => {
    await (hospital as RunningGateway | undefined)?.close();
    await (gateways as LiveGateways | undefined)?.close();
    await (network as LiveNetwork | undefined)?.close();
  });

  const call = async (
    token: string,
    method: string,
    path: string,
    {
      body,
      headers = {},
      address = hospital.address,
    }: { body?: object; headers?: Record<string, string>; address?: string } = {},
  ): Promise<Answer> => {
    const response = await fetch(`${address}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
  };
  const issue = (extra: { headers?: Record<string, string>; address?: string } = {}): Promise<Answer> =>
    call(physician, 'POST', '/v1/prescriptions', {
      body: { body: BODY, validUntil: Date.now() + 86_400_000 * 20 },
      ...extra,
    });

  it('is ready', async () => {
    expect((await fetch(`${hospital.address}/health/ready`)).status).toBe(200);
  });

  it('issues a prescription signed by the physician, with a receipt the ledger confirms', async () => {
    const issued = await issue();
    expect(issued.status).toBe(201);
    expect(issued.headers.get('etag')).toBe('"1"');
    const receipt = issued.body['receipt'] as { endorsers: string[] };
    expect(receipt.endorsers).toEqual(['HospitalMSP', 'CentreMSP']);
    const history = await call(physician, 'GET', `/v1/prescriptions/${String(issued.body['id'])}/history`);
    expect(JSON.stringify(history.body)).toContain('HospitalMSP:physician-1');
  });

  it('answers a repeat under the same Idempotency-Key with the same prescription, and refuses another body', async () => {
    const headers = { 'idempotency-key': 'order-0000000001' };
    const validUntil = Date.now() + 86_400_000;
    const body = { body: BODY, validUntil };
    const first = await call(physician, 'POST', '/v1/prescriptions', { body, headers });
    const again = await call(physician, 'POST', '/v1/prescriptions', { body, headers });
    expect(again.status).toBe(first.status);
    expect(again.body['id']).toBe(first.body['id']);
    expect(again.body['commitment']).toBe(first.body['commitment']);
    const other = await call(physician, 'POST', '/v1/prescriptions', {
      body: { ...body, body: { ...BODY, note: 'another' } },
      headers,
    });
    expect(other.body).toMatchObject({ status: 409, code: 'INPUT_COMMAND_REUSED' });
  });

  it('sends the events this organisation has a part in, from a position on', async () => {
    const issued = await issue();
    const { transactionId } = issued.body['receipt'] as { transactionId: string };
    const stop = new AbortController();
    const response = await fetch(`${hospital.address}/v1/events?after=0-${'0'.repeat(64)}`, {
      headers: { authorization: `Bearer ${physician}` },
      signal: stop.signal,
    });
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body!) {
      text += decoder.decode(chunk as Uint8Array);
      if (text.includes(transactionId)) break;
    }
    stop.abort();
    expect(text).toContain('event: misbc.Found');
    expect(text).toContain('event: prescription.Issue');
  });

  it('enrols a person at the organisation’s CA, who can then act, until revoked', async () => {
    const enrolled = await call(registrar, 'POST', '/v1/people', {
      body: { enrolmentId: 'physician-7', role: 'physician', scope: ['J01'] },
    });
    expect(enrolled.status).toBe(201);
    const token = await gateways.token(HOSPITAL, 'physician-7');
    const issued = await call(token, 'POST', '/v1/prescriptions', {
      body: { body: BODY, validUntil: Date.now() + 86_400_000 },
    });
    expect(issued.body).toMatchObject({ prescriber: 'HospitalMSP:physician-7' });
    const revoked = await call(registrar, 'POST', '/v1/people/physician-7/revoke');
    expect(revoked.status).toBeLessThan(300);
    const after = await call(token, 'GET', '/v1/members');
    expect(after.body).toMatchObject({ status: 403, code: 'ACCESS_UNKNOWN_ACTOR' });
  });

  it('refuses the people of other organisations', async () => {
    const token = await gateways.token('PharmacyMSP', 'dispenser-1');
    expect((await call(token, 'GET', '/v1/members')).body).toMatchObject({ code: 'ACCESS_FOREIGN_ORGANISATION' });
  });

  it('says that the network cannot be reached, and works again once it can', async () => {
    await network.devnet.stopOrganisation('CentreMSP');
    const refused = await issue();
    expect(refused.body).toMatchObject({ status: 503, code: 'LEDGER_UNAVAILABLE', retry: 'later' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    await network.devnet.startOrganisation('CentreMSP');
    expect((await issue()).status).toBe(201);
  });

  it('survives its chaincode process being killed', async () => {
    network.killChaincode('CentreMSP');
    const refused = await issue();
    expect(refused.body).toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
    await network.startChaincode('CentreMSP');
    let issued = await issue();
    for (let attempt = 0; attempt < 50 && issued.status !== 201; attempt += 1) {
      await new Promise((resolve) => {
        setTimeout(resolve, 100);
      });
      issued = await issue();
    }
    expect(issued.status).toBe(201);
  });

  it('answers a repeat as the first time after it was killed between submit and answer', async () => {
    const own = await gateways.configure(HOSPITAL, ['gateway', 'registrar-1', 'physician-1']);
    const file = join(gateways.folder, 'killed.json');
    const address = `http://127.0.0.1:${own.http.port}`;
    const ids = new Set<unknown>();
    // Killed at different moments: before endorsement, while ordering, after commit.
    for (const [round, delay] of [3, 15, 25, 35].entries()) {
      const headers = { 'idempotency-key': `killed-order-${round}` };
      const body = { body: BODY, validUntil: 4_000_000_000_000 };
      const send = () =>
        call(physician, 'POST', '/v1/prescriptions', { body: { ...body, validUntil }, headers, address });
      const validUntil = Date.now() + 86_400_000;
      const doomed = await spawnGateway(own, file);
      const cut = send().catch(() => undefined);
      await new Promise((resolve) => {
        setTimeout(resolve, delay);
      });
      doomed.kill('SIGKILL');
      await ended(doomed);
      const before = await cut;
      const next = await spawnGateway(own, file);
      const first = await send();
      const second = await send();
      expect(first.status).toBe(201);
      expect(second.body['id']).toBe(first.body['id']);
      // Where the answer came before the end, it was the same.
      expect([undefined, first.body['id']]).toContain(before?.body['id']);
      ids.add(first.body['id']);
      next.kill('SIGTERM');
      await expect(ended(next)).resolves.toBe(0);
    }
    expect(ids.size).toBe(4);
  });

  it('does not start with a wrong password, a taken port or a damaged identity of its own, and says why', async () => {
    const own = await gateways.configure(HOSPITAL, ['gateway', 'registrar-1']);
    const file = join(gateways.folder, 'refused.json');
    const taken = { ...own, http: { ...own.http, port: config.http.port } };
    await expect(spawnGateway(taken, file)).rejects.toThrow(/EADDRINUSE/);
    writeFileSync(own.identities.passwordFile, 'another password entirely\n');
    await expect(spawnGateway(own, file)).rejects.toThrow(/the password does not open this store/);
    writeFileSync(own.identities.passwordFile, 'a password of the tests\n');
    const { importWallet: _wallet, ...identities } = own.identities;
    writeFileSync(join(identities.directory, 'gateway.identity'), '{}');
    await expect(spawnGateway({ ...own, identities }, file)).rejects.toThrow(
      /is damaged.*restore the file from a backup/,
    );
  });

  it('has no patient data in its log or its file names', () => {
    const folder = join(config.identities.directory, '..');
    const names = readdirSync(folder, { recursive: true }).join('\n');
    const log = readFileSync(config.log.file!, 'utf8');
    expect(`${names}${log}`).not.toMatch(/Zanzibrex|capsule/);
  });
});
