import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson, type BudgetView, type ReleaseView } from '@rxledger/chaincode/api';
import { releaseCommand } from '../src/cli/release';
import type { Manifest } from '../src/releases/artefact';
import { prescriptionRows } from '../src/releases/prescription-rows';
import { Consortium, type Answer, type Person } from './consortium';
import { askBody, datasetBody, SCHEME, writeRows } from './release-data';

const HOSPITAL = 'HospitalMSP';
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const code = (answer: Answer): unknown => answer.json<{ code?: string }>().code;

/** The states of a publication, from its server-sent events. */
const phasesOf = (body: string): readonly string[] =>
  [...body.matchAll(/^data: (.*)$/gm)].map((match) => (JSON.parse(match[1]!) as { phase: string }).phase);

describe('publishing over HTTP', () => {
  let consortium: Consortium;
  let steward: Person;
  let approver: Person;
  let researcher: Person;
  let folder: string;
  let sources: string;

  beforeAll(async () => {
    consortium = await Consortium.open();
    steward = await consortium.register(HOSPITAL, 'steward-1', 'steward');
    approver = await consortium.register('CentreMSP', 'steward-2', 'steward');
    researcher = await consortium.register('ThirdPartyMSP', 'researcher-1', 'researcher');
    ({ folder, sources } = consortium.contexts.get(HOSPITAL)!.releases);
    writeRows(sources, 'ages.csv', 400, 100);
    consortium.gateways[HOSPITAL] = await consortium.apps.get(HOSPITAL)!.listen({ host: '127.0.0.1', port: 0 });
  });

  afterAll(async () => {
    await consortium.close();
    for (const { releases } of consortium.contexts.values()) rmSync(releases.folder, { recursive: true, force: true });
  });

  const register = async (id: string, change: object = {}): Promise<void> => {
    const answer = await steward.post('/datasets', datasetBody(id, change));
    if (answer.statusCode !== 201) throw new Error(answer.body);
  };
  const spent = async (id: string): Promise<string> =>
    (await researcher.get(`/datasets/${id}`)).json<BudgetView>().accounts[0]!.spent.microEpsilon;
  const approved = async (dataset: string, change: object = {}): Promise<string> => {
    const asked = await steward.post('/releases', askBody(dataset, change));
    if (asked.statusCode !== 201) throw new Error(asked.body);
    const { id } = asked.json<ReleaseView>();
    await approver.post(`/releases/${id}/approve`, {});
    return id;
  };
  /** Publishes and waits for the end. */
  const publish = async (id: string): Promise<readonly string[]> => {
    const begun = await steward.post(`/releases/${id}/publication`, {});
    if (begun.statusCode !== 201) throw new Error(begun.body);
    return phasesOf((await steward.get(`/releases/${id}/publication/events`)).body);
  };
  const made = (id: string, part: string): string => join(folder, 'made', id, 'artefact', part);

  describe('from registration to download', () => {
    let id: string;

    it('registers a data set, whose scheme the ledger knows by its hash', async () => {
      await register('ages');
      expect((await researcher.get('/datasets/ages')).json()).toMatchObject({
        owner: HOSPITAL,
        scheme: sha256(canonicalJson(SCHEME)),
        accounts: [{ spent: { microEpsilon: '0' } }],
      });
      expect((await researcher.get('/datasets')).json()).toMatchObject({ items: [{ id: 'ages' }] });
    });

    it('charges what is asked for, once, and says what it guarantees', async () => {
      const headers = { 'idempotency-key': 'ask-ages-0001' };
      const asked = await steward.post('/releases', askBody('ages'), headers);
      expect(asked.statusCode).toBe(201);
      expect(asked.json()).toMatchObject({
        status: 'RESERVED',
        guarantee: { protects: 'presence', unit: 'patient', epsilonMicro: 1_000_000, deltaPico: 0 },
        receipt: { endorsers: expect.arrayContaining([HOSPITAL]) },
      });
      ({ id } = asked.json<ReleaseView>());
      const again = await steward.post('/releases', askBody('ages'), headers);
      expect(again.json<ReleaseView>().id).toBe(id);
      expect(await spent('ages')).toBe('1000000');
    });

    it('is drawn only after another organisation’s steward approved', async () => {
      expect(code(await steward.post(`/releases/${id}/publication`, {}))).toBe('RELEASE_STATUS');
      expect(code(await steward.post(`/releases/${id}/approve`, {}))).toBe('RELEASE_OWN_APPROVAL');
      expect(code(await researcher.get(`/releases/${id}/table`))).toBe('RELEASE_NOT_READY');
      expect((await approver.post(`/releases/${id}/approve`, {})).json()).toMatchObject({ status: 'APPROVED' });
    });

    it('is made in the order draw, write, publish, told as it goes', async () => {
      const phases = await publish(id);
      expect(phases.at(-1)).toBe('published');
      expect((await steward.get(`/releases/${id}/publication`)).json()).toMatchObject({ phase: 'published' });
      expect((await researcher.get(`/releases/${id}`)).json()).toMatchObject({ status: 'PUBLISHED', version: 3 });
    });

    it('reaches a researcher of another organisation, through his own gateway, as the ledger names it', async () => {
      const [view, manifest, table] = await Promise.all(
        ['', '/manifest', '/table'].map((part) => researcher.get(`/releases/${id}${part}`)),
      );
      expect(sha256(manifest!.body)).toBe(view!.json<ReleaseView>().artefact);
      const said = manifest!.json<Manifest>();
      expect(said).toMatchObject({
        table: { sha256: sha256(table!.body) },
        guarantee: { epsilonMicro: 1_000_000 },
        scheme: SCHEME,
      });
      const lines = table!.body.trim().split('\n');
      expect(lines[0]).toBe('age,sex,count,"count, not below 0"');
      const counts = new Map(
        lines.slice(1).map((line) => [line.split(',').slice(0, 2).join(','), Number(line.split(',')[2])]),
      );
      expect([...counts.keys()]).toEqual(
        ['0-49', '50-99'].flatMap((age) => SCHEME.columns[1].hierarchy.values.map((sex) => `${age},${sex}`)),
      );
      // Noise of epsilon 1 is past 40 once in 10^17 times.
      const exact = { '0-49,female': 150, '0-49,male': 150, '0-49,other': 0, '50-99,female': 50, '50-99,male': 50 };
      for (const [bin, count] of Object.entries(exact)) expect(Math.abs(counts.get(bin)! - count)).toBeLessThan(40);
    });

    it('is downloaded and verified from a terminal, and refused there once it was changed', async () => {
      const gateway = await consortium.apps.get('ThirdPartyMSP')!.listen({ host: '127.0.0.1', port: 0 });
      const to = mkdtempSync(join(tmpdir(), 'rx-download-'));
      const rx = (...words: readonly string[]) =>
        releaseCommand().parseAsync([...words, '--gateway', gateway, '--token', 'researcher-1.researcher'], {
          from: 'user',
        });
      const files = ['--manifest', join(to, 'manifest.json'), '--table', join(to, 'table.csv')];
      const said = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
      try {
        await rx('download', id, '--to', to);
        expect(said.mock.calls.join('')).toMatch(/is what HospitalMSP published[^]*epsilon 1: whether any one patient/);
        await rx('verify', id, ...files);
        appendFileSync(join(to, 'table.csv'), '\n');
        await expect(rx('verify', id, ...files)).rejects.toThrow(
          'RELEASE_ALTERED: not what HospitalMSP published (table)',
        );
        writeFileSync(join(to, 'manifest.json'), '{}');
        await expect(rx('verify', id, ...files)).rejects.toThrow('(manifest)');
        await expect(rx('verify', '0'.repeat(26), ...files)).rejects.toThrow('RELEASE_NOT_FOUND');
      } finally {
        said.mockRestore();
        rmSync(to, { recursive: true });
      }
    });

    it('is not drawn again by asking again', async () => {
      const before = (await researcher.get(`/releases/${id}/table`)).body;
      expect(await publish(id)).toEqual(['published']);
      expect((await researcher.get(`/releases/${id}/table`)).body).toBe(before);
    });

    it('is refused wherever it was changed after publication', async () => {
      const last = await approved('ages');
      await publish(last);
      appendFileSync(made(last, 'table.csv'), '50-99,other,1\n');
      expect(code(await steward.get(`/releases/${last}/table`))).toBe('RELEASE_ALTERED');
      expect(code(await steward.get(`/releases/${last}/manifest`))).toBe('RELEASE_ALTERED');
      expect(code(await researcher.get(`/releases/${last}/table`))).toBe('RELEASE_ALTERED');
      // A copy that was taken in time stays good.
      expect((await researcher.get(`/releases/${id}/table`)).statusCode).toBe(200);
    });

    it('ends when the budget does', async () => {
      await approved('ages');
      const refused = await steward.post('/releases', askBody('ages'));
      expect([refused.statusCode, code(refused)]).toEqual([409, 'RELEASE_BUDGET']);
    });
  });

  describe('refuses, before anything is charged,', () => {
    beforeAll(() => register('refusals', { source: { kind: 'file', name: 'bad.csv' } }));

    it.each([
      ['rows that are not there', undefined, 'unreadable'],
      ['a missing column', 'patient,age\np-1,30\n', 'missing-column'],
      ['two rows of a patient', 'patient,age,sex\np-1,30,male\np-1,31,male\n', 'several-rows-a-patient'],
      ['a value that has no bin', 'patient,age,sex\np-1,130,male\n', 'hierarchy-missing-value'],
      ['broken quoting', 'patient,age,sex\np-1,"30,male\n', 'bad-csv'],
      ['another encoding', Buffer.from('patient,age,sex\np-1,30,m\xe4le\n', 'latin1'), 'bad-csv'],
      ['no row', 'patient,age,sex\n', 'empty-data'],
    ])('%s', async (_what, rows, rule) => {
      rmSync(join(sources, 'bad.csv'), { force: true });
      if (rows !== undefined) writeFileSync(join(sources, 'bad.csv'), rows);
      const answer = await steward.post('/releases', askBody('refusals'));
      expect(answer.json()).toMatchObject({ status: 422, code: 'RELEASE_SOURCE', faults: [{ path: '/rows', rule }] });
      expect(await spent('refusals')).toBe('0');
    });

    it('a column that the scheme has not, a mode that needs k or another budget, epsilon 0', async () => {
      writeRows(sources, 'bad.csv', 10, 5);
      const ask = async (change: object): Promise<unknown> =>
        code(await steward.post('/releases', askBody('refusals', change)));
      expect(await ask({ columns: ['weight'] })).toBe('RELEASE_SOURCE');
      expect(await ask({ mode: 'paper' })).toBe('RELEASE_SOURCE');
      expect(await ask({ mode: 'paper', k: 5 })).toBe('RELEASE_NO_ACCOUNT');
      expect(await ask({ cost: { microEpsilon: '0', picoDelta: '0' } })).toBe('INPUT_INVALID');
      expect(await ask({ cost: { microEpsilon: '0.5', picoDelta: '0' } })).toBe('INPUT_INVALID');
      expect(await spent('refusals')).toBe('0');
    });

    it('a scheme that is not the one on the ledger', async () => {
      const { scheme } = (await steward.get('/datasets/refusals')).json<BudgetView>();
      const file = join(folder, 'datasets', `refusals.${scheme}.json`);
      const changed = { ...SCHEME, columns: [{ ...SCHEME.columns[0], level: 0 }, SCHEME.columns[1]] };
      writeFileSync(file, JSON.stringify({ scheme: changed, source: { kind: 'file', name: 'bad.csv' } }));
      expect(code(await steward.post('/releases', askBody('refusals')))).toBe('RELEASE_SCHEME');
      expect(await spent('refusals')).toBe('0');
    });

    it('everybody who is no steward of the owner', async () => {
      expect(code(await approver.post('/releases', askBody('refusals')))).toBe('ACCESS_RELATION');
      expect(code(await researcher.post('/releases', askBody('refusals')))).toBe('ACCESS_ROLE');
      expect(code(await researcher.post('/datasets', datasetBody('theirs')))).toBe('ACCESS_ROLE');
      expect(await spent('refusals')).toBe('0');
      expect(await spent('refusals')).toBe('0');
    });
  });

  describe('a table with groups', () => {
    const accounts = [
      { guarantee: 'add-remove', composition: 'zcdp', cap: { microEpsilon: '8000000', picoDelta: '10000000' } },
      { guarantee: 'label', composition: 'basic', cap: { microEpsilon: '1000000', picoDelta: '0' } },
    ];

    beforeAll(() => register('groups', { accounts }));

    it('as dp has the cells that k patients stand behind, and says what it hides', async () => {
      const cost = { microEpsilon: '1000000', picoDelta: '1000000' };
      const id = await approved('groups', { mode: 'dp', k: 5, cost });
      expect((await publish(id)).at(-1)).toBe('published');
      expect((await researcher.get(`/releases/${id}`)).json()).toMatchObject({
        k: 5,
        guarantee: { protects: 'presence', k: 5, epsilonMicro: 1_000_000, deltaPico: 1_000_000 },
      });
      const lines = (await researcher.get(`/releases/${id}/table`)).body.trim().split('\n');
      // The rows alternate: all who are ill are women. Each of the four cells has 50 patients or more, the threshold is 21.
      expect(lines.slice(1).map((line) => line.split(',').slice(0, 2).join(' '))).toEqual([
        '0-49 female',
        '0-49 male',
        '50-99 female',
        '50-99 male',
      ]);
    });

    it('as the paper has it is charged to the account of labels, and does not claim to hide who is in it', async () => {
      const cost = { microEpsilon: '1000000', picoDelta: '0' };
      const id = await approved('groups', { mode: 'paper', k: 5, suppression: '0.02', cost });
      expect((await publish(id)).at(-1)).toBe('published');
      expect((await researcher.get(`/releases/${id}`)).json()).toMatchObject({
        guarantee: { protects: 'sensitive-value' },
      });
      const { body } = await researcher.get(`/releases/${id}/table`);
      expect(body).toMatch(/^age,sex,Number,ill\(Y\)\n30,female,150,\d+\n/);
      expect(code(await steward.post('/releases', askBody('groups', { mode: 'paper', k: 5, cost })))).toBe(
        'RELEASE_BUDGET',
      );
      expect((await researcher.get('/datasets/groups')).json<BudgetView>().accounts).toMatchObject([
        { spent: { microEpsilon: '1000000', picoDelta: '1000000' }, picoRho: '500000000000' },
        { spent: { microEpsilon: '1000000', picoDelta: '0' } },
      ]);
    });
  });

  it('is cancelled by DELETE, and stays charged', async () => {
    await register('cancelled');
    const id = await approved('cancelled');
    await steward.post(`/releases/${id}/publication`, {});
    const answer = await steward.delete(`/releases/${id}/publication`);
    // Either it was in time, or the release was out already.
    expect(['ABORTED', 'RELEASE_STATUS']).toContain(
      answer.json<{ status: unknown }>().status === 'ABORTED' ? 'ABORTED' : code(answer),
    );
    expect(await spent('cancelled')).toBe('1000000');
  });

  it('can be declined by the other organisation', async () => {
    await register('declined');
    const { id } = (await steward.post('/releases', askBody('declined'))).json<ReleaseView>();
    expect((await approver.post(`/releases/${id}/abort`, {})).json()).toMatchObject({ status: 'ABORTED' });
    expect(code(await steward.post(`/releases/${id}/publication`, {}))).toBe('RELEASE_STATUS');
    expect(await spent('declined')).toBe('1000000');
  });

  it('takes every member to raise a cap', async () => {
    await register('raised');
    const cap = { microEpsilon: '5000000', picoDelta: '0' };
    const raised = await steward.post('/datasets/raised/cap', { guarantee: 'add-remove', cap });
    expect(raised.json()).toMatchObject({ version: 2, accounts: [{ cap }] });
    expect(raised.json<{ receipt: { endorsers: string[] } }>().receipt.endorsers).toHaveLength(4);
  });

  describe('the ended prescriptions of a hospital', () => {
    const PATIENTS = 12;

    it('of patients who let researchers in become a data set by one call, whose columns alone are released', async () => {
      const physician = await consortium.register(HOSPITAL, 'physician-1', 'physician', { scope: ['*'] });
      for (let number = 0; number < PATIENTS; number += 1) {
        await ended(physician, number);
        await consenting(number);
      }
      await ended(physician, 0);
      await register('ended', { source: { kind: 'prescriptions' }, scheme: undefined });
      const id = await approved('ended', {
        columns: ['drug', 'outcome'],
        cost: { microEpsilon: '2000000', picoDelta: '0' },
      });
      expect((await publish(id)).at(-1)).toBe('published');
      const { body } = await researcher.get(`/releases/${id}/table`);
      expect(body).toMatch(/^drug,outcome,count,"count, not below 0"\nA,REFUSED,-?\d+,\d+\n/);
      const counted = Number(/^J,CANCELLED,(-?\d+),/m.exec(body)![1]);
      expect(Math.abs(counted - PATIENTS)).toBeLessThan(20);
      expect(body).not.toMatch(/patient-|Zanzibrex/);
    });

    it('leave out who said nothing, took consent back, or gave it for less', async () => {
      const physician = consortium.person(HOSPITAL, 'physician-1', 'physician');
      const rows = async (): Promise<string[]> =>
        (await prescriptionRows(consortium.contexts.get(HOSPITAL)!, steward.caller)).split('\n');
      const before = (await rows()).length;
      for (const number of [50, 51, 52, 53]) await ended(physician, number);
      const taken = await consenting(51);
      await consenting(52, { sections: ['base'] });
      await consenting(53);
      expect((await rows()).length - before).toBe(2);
      await taken();
      expect((await rows()).length - before).toBe(1);
    });

    /** A consent to research; answers how to take it back. */
    async function consenting(number: number, change: object = {}): Promise<() => Promise<unknown>> {
      const patient = await consortium.register(HOSPITAL, `patient-${number}`, 'patient');
      const until = consortium.ledger.network.now() + 86_400_000;
      const grant = {
        grantee: 'researchers',
        purpose: 'research',
        cases: 'all',
        sections: ['treatment'],
        right: 'read',
      };
      const given = await patient.post('/consents', { ...grant, until, ...change });
      if (given.statusCode !== 201) throw new Error(given.body);
      return () => patient.post(`/consents/${given.json<{ id: string }>().id}/revoke`, {});
    }

    async function ended(physician: Person, number: number): Promise<void> {
      const line = {
        line: 1,
        drug: { atc: 'J01CA04', name: 'Zanzibrex' },
        quantity: 10,
        unit: 'capsule',
        dosage: '1 a day',
        isSubstitutionAllowed: true,
        isControlled: false,
      };
      const issued = await physician.post('/prescriptions', {
        body: { patient: `${HOSPITAL}:patient-${number}`, lines: [line] },
        validUntil: consortium.ledger.network.now() + 86_400_000,
      });
      const { id } = issued.json<{ id: string }>();
      const cancelled = await physician.post(`/prescriptions/${id}/cancel`, { reasonCode: 'NO_LONGER_NEEDED' });
      if (cancelled.statusCode !== 200) throw new Error(cancelled.body);
    }
  });

  it('leaves no patient and no value of a row in a log, and none in what is kept of a job', async () => {
    // Who calls is in the log by their opaque id: patients who give consent.
    const lines = consortium.lines.map((line) => line.replace(/"actor":"[^"]*"/, ''));
    expect(lines.filter((line) => /p-\d|patient-\d|several/.test(line))).toEqual([]);
    const answers = await Promise.all(['/releases?limit=200', '/datasets'].map((path) => researcher.get(path)));
    expect(answers.map(({ body }) => body).join('')).not.toMatch(/p-\d|patient-\d/);
  });
});
