import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { SECTIONS, type Section } from '@rxledger/chaincode/api';
import { describeOnFabric } from '../../network/test/fabric-programs';
import { portOffset } from '../../network/test/port-offset';
import { enterPeople } from '../src/demo/enter-people';
import type { Answer, Person } from '../src/demo/person';
import { openTestNetwork, type TestNetwork } from '../src/demo/test-network';
import { personIdentity } from '../src/identity/person-identity';
import { parseConnectionProfile } from '../src/ledger/connection-profile';
import { FabricGatewayLedger } from '../src/ledger/fabric-gateway/adapter';
import { silentLog } from '../src/log';
import { callerOf } from './test-app';

jest.setTimeout(600_000);

const RXNET = resolve(__dirname, '../../network/bin/rxnet.js');

/** What stands for contents: it must be nowhere, ever. */
const CANARIES: Readonly<Record<Section | 'scan', string>> = {
  base: 'canary-of-base-Quibblethorn',
  examination: 'canary-of-examination',
  treatment: 'canary-of-treatment',
  cost: 'canary-of-cost',
  scan: 'canary-of-pixels',
};

/** The stores in which LevelDB leaves bytes of what a peer has deleted. */
const LEFT_IN = /^nodes\/peer\.[a-z-]+\/data\/(transientstore|ledgersData\/pvtdataStore|ledgersData\/stateLeveldb)\//;

const networks = [
  { name: 'the devnet', words: [], hasPeers: false },
  { name: 'Fabric’s own programs', words: ['--runtime', 'native', '--profile', 'raft3'], hasPeers: true },
] as const;

const ok = ({ status, body }: Answer, wanted = 200): Record<string, unknown> => {
  if (status !== wanted) throw new Error(`expected ${wanted}, got ${status} ${JSON.stringify(body)}`);
  return { ...body };
};

for (const { name: kind, words, hasPeers } of networks) {
  (hasPeers ? describeOnFabric : describe)(`a case that was erased on ${kind}`, () => {
    let directory: string;
    const rxnet = (...call: readonly string[]) =>
      promisify(execFile)(process.execPath, [RXNET, ...call, '--directory', directory]);
    let network: TestNetwork;
    let id: string;
    const people = new Map<string, Person>();
    /** Bytes that the stores had: ciphertexts, wraps and salts, by what they are. */
    const needles = new Map<string, Buffer>();
    /** All files, but not those that come and go. */
    const files = (): readonly string[] =>
      readdirSync(directory, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
    const read = (path: string): Buffer => {
      try {
        return readFileSync(path);
      } catch {
        return Buffer.alloc(0);
      }
    };
    /** Files that have some of the bytes, in their content or their name. */
    const placesOf = (sought: Iterable<Buffer>): readonly string[] => {
      const list = [...sought];
      return files()
        .filter((path) => list.some((needle) => Buffer.from(path).includes(needle) || read(path).includes(needle)))
        .map((path) => relative(directory, path));
    };
    const canaries = Object.values(CANARIES).map((text) => Buffer.from(text));
    const person = (who: string): Person => people.get(who)!;

    const upload = async (): Promise<object> => {
      const { token, gateway } = await bearer('hospital', 'physician-1');
      const begun = ok(await person('physician-1').call('POST', `/cases/${id}/attachments`, { section: 'base' }), 201);
      const path = `/cases/${id}/attachments/${String(begun['id'])}`;
      const scan = Buffer.alloc(3000, `${CANARIES.scan} `);
      const put = await fetch(`${gateway}/v1${path}/chunks/0?last=true`, {
        method: 'PUT',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/octet-stream',
          'attachment-secret': String(begun['secret']),
        },
        body: scan,
      });
      const part = (await put.json()) as { digest: string };
      const { digest } = ok(await person('physician-1').call('POST', `${path}/finish`, { digests: [part.digest] }));
      return { id: begun['id'], secret: begun['secret'], size: scan.length, digest, mediaType: 'image/png' };
    };

    const bearer = async (member: string, enrolmentId: string) => {
      const { mspId, gateway } = network.members.find(({ name }) => name === member)!;
      return { token: await network.token(mspId, enrolmentId), gateway };
    };

    /** Reads all that the person is handed, as it lies in the hospital's store. */
    const gather = async (enrolmentId: string, role: 'patient' | 'physician', sections: readonly Section[]) => {
      const { mspId, wallet, connectionProfile } = network.members.find(({ name }) => name === 'hospital')!;
      const identityOf = (of: string) => {
        const { credentials } = JSON.parse(readFileSync(join(wallet, `${of}.id`), 'utf8')) as {
          credentials: { certificate: string; privateKey: string };
        };
        return personIdentity(of, { mspId, ...credentials });
      };
      const ledger = new FabricGatewayLedger({
        mspId,
        channel: network.channel,
        chaincode: network.chaincode,
        profile: parseConnectionProfile(JSON.parse(readFileSync(connectionProfile, 'utf8'))),
        signers: { of: identityOf },
        serviceIdentity: 'gateway',
        log: silentLog,
      });
      const caller = callerOf(mspId, enrolmentId, role);
      const { id: receipt } = ok(await person(enrolmentId).call('POST', `/cases/${id}/reads`, { sections }), 201);
      for (const section of sections) {
        const query = { case: id, receipt, section };
        const { envelope, salt } = await ledger.evaluate<{
          envelope: { ciphertext: string; recipients: { header: { kid: string }; encrypted_key: string }[] };
          salt: string;
        }>(caller, { contract: 'case', transaction: 'Read', query });
        needles.set(`${section} ciphertext`, Buffer.from(envelope.ciphertext.slice(0, 40)));
        needles.set(`${section} salt`, Buffer.from(salt));
        for (const { header, encrypted_key } of envelope.recipients) {
          needles.set(`${section} wrap for ${header.kid}`, Buffer.from(encrypted_key));
        }
      }
      const subject = { contract: 'case', transaction: 'Subject', query: { case: id } } as const;
      needles.set('salt of whose it is', Buffer.from((await ledger.evaluate<{ salt: string }>(caller, subject)).salt));
      await ledger.close();
      return String(receipt);
    };

    beforeAll(async () => {
      directory = mkdtempSync(join(tmpdir(), 'rx-erased-'));
      await rxnet('up', '--port-offset', portOffset(), ...words);
      network = openTestNetwork(directory);
      await enterPeople(network);
      for (const one of ['physician-1', 'patient-1', 'registrar-1', 'steward-1']) {
        people.set(one, await network.person('hospital', one));
      }
      const sectionRetentionDays = { base: 0, examination: 0, treatment: 0, cost: 0 };
      ok(await person('registrar-1').call('POST', '/policy', { parameters: { sectionRetentionDays } }));
      const patient = 'HospitalMSP:patient-1';
      id = String(ok(await person('physician-1').call('POST', '/cases', { patient }), 201)['id']);
      const attachment = await upload();
      for (const section of SECTIONS) {
        const attachments = section === 'base' ? { attachments: [attachment] } : {};
        const body = { content: { note: CANARIES[section] }, ...attachments };
        ok(await person('physician-1').call('POST', `/cases/${id}/sections/${section}`, body), 201);
      }
      await gather('patient-1', 'patient', ['base', 'examination', 'cost']);
      const receipt = await gather('physician-1', 'physician', ['base', 'treatment', 'cost']);
      const { token, gateway } = await bearer('hospital', 'physician-1');
      const name = (attachment as { id: string }).id;
      const query = `receipt=${receipt}&section=base&sealed=true`;
      const sealed = await fetch(`${gateway}/v1/cases/${id}/attachments/${name}?${query}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      needles.set('attachment', Buffer.from(await sealed.arrayBuffer()).subarray(100, 140));
    });
    afterAll(async () => {
      await rxnet('down', '--purge');
      rmSync(directory, { recursive: true, force: true });
    });

    it('was in the stores, as ciphertext, wraps and salts alone', () => {
      expect(needles.size).toBeGreaterThan(13);
      for (const [what, needle] of needles) expect([what, placesOf([needle]).length > 0]).toEqual([what, true]);
      expect(placesOf(canaries)).toEqual([]);
    });

    it('is in no file afterwards but, deleted, in the LevelDB of peers: of holders, and of who witnessed', async () => {
      ok(await person('patient-1').call('POST', `/cases/${id}/erasures`, { scope: 'whole' }), 201);
      const state = async () => ok(await person('patient-1').call('GET', `/cases/${id}/erasures/whole`))['status'];
      for (let attempt = 0; attempt < 100 && (await state()) !== 'done'; attempt += 1) await delay(200);
      await expect(state()).resolves.toBe('done');
      const proof = await person('patient-1').call('GET', `/cases/${id}/erasures/whole/proof`);
      expect(ok(proof)).toMatchObject({ isErased: true, holders: [{ organisation: 'HospitalMSP' }] });
      // Peers purge right after the block.
      await delay(2000);
      const left = placesOf(needles.values());
      expect(left.filter((path) => !LEFT_IN.test(path))).toEqual([]);
      expect(placesOf([needles.get('attachment')!])).toEqual([]);
      const isOf = (member: string) => left.some((path) => path.startsWith(`nodes/peer.${member}/`));
      expect([isOf('hospital'), ['centre', 'pharmacy', 'third-party'].some(isOf)]).toEqual([hasPeers, hasPeers]);
    });

    it('is in no file at all once the peers were scrubbed, and they hold the same ledger and go on', async () => {
      const scrubbing = rxnet('scrub', '--json').then(
        ({ stdout }) => JSON.parse(stdout) as object,
        ({ stdout }: { stdout: string }) => JSON.parse(stdout) as object,
      );
      const peers = network.members.map(({ name }) => `peer.${name}`);
      await expect(scrubbing).resolves.toMatchObject(
        hasPeers ? { ok: true, scrubbed: peers } : { ok: false, error: { code: 'nothing-to-scrub' } },
      );
      expect(placesOf(needles.values())).toEqual([]);
      const holdings = ok(await person('steward-1').call('GET', `/cases/${id}/holdings`));
      expect(holdings).toMatchObject({ holdings: [], attachments: 0 });
      const patient = 'HospitalMSP:patient-1';
      const next = String(ok(await person('physician-1').call('POST', '/cases', { patient }), 201)['id']);
      const body = { content: { note: 'after' } };
      ok(await person('physician-1').call('POST', `/cases/${next}/sections/base`, body), 201);
      const shown = ok(await person('patient-1').call('POST', `/cases/${next}/reads`, { sections: ['base'] }), 201);
      expect(shown['contents']).toMatchObject([{ section: 'base', content: { note: 'after' } }]);
    });

    it('is named in no log, also not by a peer that purges it key by key', () => {
      const logs = files().filter((path) => path.startsWith(join(directory, 'logs')));
      expect(logs.length).toBeGreaterThan(4);
      expect(logs.filter((path) => read(path).includes(id))).toEqual([]);
    });
  });
}
