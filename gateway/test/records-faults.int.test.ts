import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { GatewayConfig } from '../src/config';
import { createPerson, type Answer, type Person } from '../src/demo/person';
import { FabricGatewayLedger } from '../src/ledger/fabric-gateway/adapter';
import { foundedLedgers } from './founded-ledgers';
import { ended, prepareGateways, spawnGateway, type LiveGateways } from './live-gateway';
import { startLiveNetwork, type LiveNetwork } from './live-network';

jest.setTimeout(300_000);

const PEOPLE: Readonly<Record<string, readonly string[]>> = {
  HospitalMSP: ['registrar-1', 'physician-1', 'patient-1', 'steward-1', 'custodian-1', 'gateway'],
  CentreMSP: ['registrar-1', 'auditor-1', 'custodian-1', 'gateway'],
  PharmacyMSP: ['registrar-1', 'dispenser-1', 'steward-1', 'custodian-1', 'gateway'],
};

const BASE = { name: 'Maria Quibblethorn', birthDate: '1980-05-17' };

/** Every file under a folder. */
const filesUnder = (folder: string): readonly string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesUnder(path) : [path];
  });

const ok = ({ status, body }: Answer, wanted = 200): Record<string, unknown> => {
  if (status !== wanted) throw new Error(`expected ${wanted}, got ${status} ${JSON.stringify(body)}`);
  return { ...body };
};

describe('records on a network with faults', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rxg-faults-'));
  let network: LiveNetwork;
  let gateways: LiveGateways;
  const configs = new Map<string, GatewayConfig>();
  const processes = new Map<string, ChildProcess>();
  const people = new Map<string, Person>();

  const start = async (mspId: string): Promise<void> => {
    processes.set(mspId, await spawnGateway(configs.get(mspId)!, join(folder, `${mspId}.json`)));
  };
  const who = (name: string): Person => people.get(name)!;
  const until = async (ask: () => Promise<boolean>): Promise<boolean> => {
    for (let attempt = 0; attempt < 150; attempt += 1) {
      if (await ask()) return true;
      await delay(200);
    }
    return false;
  };

  beforeAll(async () => {
    mkdirSync(join(folder, 'ledger'));
    network = await startLiveNetwork(join(folder, 'ledger'));
    gateways = await prepareGateways(network);
    await (await foundedLedgers(network)).close();
    for (const [mspId, names] of Object.entries(PEOPLE)) {
      const steward = names.includes('steward-1') ? { steward: 'steward-1' } : {};
      const service = { identity: 'gateway', custodian: 'custodian-1', ...steward };
      configs.set(mspId, await gateways.configure(mspId, names, { service }));
      await start(mspId);
      const gateway = `http://127.0.0.1:${configs.get(mspId)!.http.port}`;
      for (const id of names.filter((name) => name !== 'gateway')) {
        const token = await gateways.token(mspId, id);
        people.set(
          `${mspId}:${id}`,
          createPerson({ actor: `${mspId}:${id}`, organisation: mspId, role: '', gateway, token }),
        );
      }
      for (const use of ['encryption', 'emergency']) {
        ok(await who(`${mspId}:registrar-1`).call('POST', '/keys/organisation', { use }));
      }
    }
    for (const name of ['HospitalMSP:physician-1', 'HospitalMSP:patient-1', 'PharmacyMSP:dispenser-1']) {
      ok(await who(name).call('POST', '/keys', {}));
    }
    const sectionRetentionDays = { base: 0, examination: 0, treatment: 0, cost: 0 };
    ok(await who('HospitalMSP:registrar-1').call('POST', '/policy', { parameters: { sectionRetentionDays } }));
  });
  afterAll(async () => {
    for (const child of processes.values()) child.kill('SIGKILL');
    await gateways.close();
    await network.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const opened = async (): Promise<string> => {
    const { id } = ok(
      await who('HospitalMSP:physician-1').call('POST', '/cases', { patient: 'HospitalMSP:patient-1' }),
      201,
    );
    const path = `/cases/${String(id)}/sections/base`;
    ok(await who('HospitalMSP:physician-1').call('POST', path, { content: BASE }), 201);
    return String(id);
  };

  it('open in an emergency while one other organisation is down', async () => {
    const id = await opened();
    await network.stopOrganisation('CentreMSP');
    try {
      const dispenser = who('PharmacyMSP:dispenser-1');
      const body = { sections: ['base'], reasonCode: 'UNCONSCIOUS', reason: 'found unconscious' };
      const emergency = String(ok(await dispenser.call('POST', `/cases/${id}/emergencies`, body), 201)['id']);
      const read = ok(await dispenser.call('POST', `/cases/${id}/reads`, { sections: ['base'], emergency }), 201);
      expect(read['contents']).toMatchObject([{ section: 'base', content: BASE }]);
      // The hospital's own steps find another witness.
      const path = `/cases/${id}/sections/treatment`;
      ok(await who('HospitalMSP:physician-1').call('POST', path, { content: { plan: 'rest' } }), 201);
    } finally {
      await network.startOrganisation('CentreMSP');
    }
  });

  it('have one receipt a read, whenever the gateway was killed', async () => {
    const id = await opened();
    const physician = who('HospitalMSP:physician-1');
    const token = await gateways.token('HospitalMSP', 'physician-1');
    const { port } = configs.get('HospitalMSP')!.http;
    const read = () =>
      fetch(`http://127.0.0.1:${port}/v1/cases/${id}/reads`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'idempotency-key': 'killed-read-1',
        },
        body: JSON.stringify({ sections: ['base'] }),
      });
    const first = read().then(
      ({ status }) => status,
      () => 'cut off',
    );
    // The receipt is committed within these milliseconds, or not yet: either must come out well.
    await until(
      async () => (await receiptsSeen(id)) > 0 || (await Promise.race([first, delay(5, 'running')])) !== 'running',
    );
    const child = processes.get('HospitalMSP')!;
    child.kill('SIGKILL');
    await ended(child);
    await first;
    await start('HospitalMSP');
    const again = await read();
    expect(again.status).toBe(201);
    const { contents } = (await again.json()) as { contents: object[] };
    expect(contents).toMatchObject([{ section: 'base', content: BASE }]);
    const log = ok(await physician.call('GET', `/cases/${id}/access-log`));
    expect(log['items']).toHaveLength(1);
  });

  /** Lines of the access log, asked of the ledger past the gateway that is killed. */
  async function receiptsSeen(id: string): Promise<number> {
    const ledger = new FabricGatewayLedger(network.settings('HospitalMSP'));
    try {
      const caller = network.caller('HospitalMSP', 'physician-1');
      const query = { contract: 'case', transaction: 'Receipts', query: { case: id } } as const;
      return (await ledger.evaluate<{ items: object[] }>(caller, query)).items.length;
    } finally {
      await ledger.close();
    }
  }

  it('are erased by every holder, by one that was down as soon as it is back, and are in no store any more', async () => {
    const id = await opened();
    const patient = who('HospitalMSP:patient-1');
    const dispenser = who('PharmacyMSP:dispenser-1');
    const consent = {
      grantee: 'PharmacyMSP',
      purpose: 'care',
      cases: id,
      sections: ['base'],
      right: 'write',
      until: Date.now() + 3_600_000,
    };
    const { id: grant } = ok(await patient.call('POST', '/consents', consent), 201);
    ok(await dispenser.call('POST', `/cases/${id}/sections/base`, { content: { name: 'as dispensed' }, grant }), 201);

    // Ciphertext that the stores of both holders have: what must be gone.
    const ledger = new FabricGatewayLedger(network.settings('PharmacyMSP'));
    const receipt = String(
      ok(await dispenser.call('POST', `/cases/${id}/reads`, { sections: ['base'], basis: 'own' }), 201)['id'],
    );
    const answer = await ledger.evaluate<{ envelope: { ciphertext: string }; salt: string }>(
      network.caller('PharmacyMSP', 'dispenser-1'),
      { contract: 'case', transaction: 'Read', query: { case: id, receipt, section: 'base', holder: 'PharmacyMSP' } },
    );
    await ledger.close();
    const needles = [answer.envelope.ciphertext.slice(0, 40), answer.salt];
    const held = () => needles.filter((needle) => isInStores(needle));
    expect(held()).toEqual(needles);

    await network.stopOrganisation('PharmacyMSP');
    ok(await patient.call('POST', `/cases/${id}/erasures`, { scope: 'whole' }), 201);
    const state = async () => ok(await patient.call('GET', `/cases/${id}/erasures/whole`))['status'];
    expect(await until(async () => (await state()) === 'part')).toBe(true);
    await network.startOrganisation('PharmacyMSP');
    expect(await until(async () => (await state()) === 'done')).toBe(true);
    for (const steward of ['HospitalMSP:steward-1', 'PharmacyMSP:steward-1']) {
      const { holdings, attachments } = ok(await who(steward).call('GET', `/cases/${id}/holdings`));
      expect([steward, holdings, attachments]).toEqual([steward, [], 0]);
    }
    expect(held()).toEqual([]);
    expect((await patient.call('POST', `/cases/${id}/reads`, { sections: ['base'] })).body['code']).toBe('CASE_ERASED');
  });

  const isInStores = (needle: string): boolean =>
    filesUnder(join(folder, 'ledger')).some((path) => readFileSync(path).includes(needle));

  it('leave nothing of their contents in logs, read models, key stores or names of files', () => {
    const words = ['Quibblethorn', 'found unconscious', 'as dispensed'];
    const files = [...filesUnder(gateways.folder), ...filesUnder(folder)];
    for (const word of words) {
      expect(files.filter((path) => path.includes(word) || readFileSync(path).includes(word))).toEqual([]);
    }
  });
});
