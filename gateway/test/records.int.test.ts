import {
  generateKey,
  KeyInMemory,
  open,
  prove,
  publicKeyOf,
  seal,
  drawSalt,
  wrapFor,
  type Envelope,
} from '@rxledger/client';
import type { Answer, Person } from './consortium';
import { CONTENTS, HOUR, ok, openRecordStage, outcome, type Read, type RecordStage } from './record-stage';

jest.setTimeout(180_000);

describe('medical records through the gateways', () => {
  let stage: RecordStage;
  let id: string;

  beforeAll(async () => {
    stage = await openRecordStage();
    id = await stage.opened();
  });
  afterAll(async () => stage.close());

  const reads = (sections: readonly string[], ground: object = {}) => ({ sections, ...ground });

  describe('a case in four sections', () => {
    it('is read by who treats, but for examination, which is the patient’s', async () => {
      const answer = await stage.physician.post(`/cases/${id}/reads`, reads(Object.keys(CONTENTS)));
      expect(outcome(answer)).toEqual({ ...CONTENTS, examination: 'CASE_NO_KEY' });
    });

    it('is read by the patient, but for treatment, which is the hospital’s', async () => {
      const answer = await stage.patient.post(`/cases/${id}/reads`, reads(Object.keys(CONTENTS)));
      expect(outcome(answer)).toEqual({ ...CONTENTS, treatment: 'CASE_NO_KEY' });
    });

    it('lets the patient into treatment once who treats wraps it', async () => {
      const wrapped = ok(await stage.physician.post(`/cases/${id}/wraps`, { sections: ['treatment'], patient: true }));
      expect(wrapped.json()).toEqual({ items: [{ section: 'treatment', versions: [1] }] });
      const answer = await stage.patient.post(`/cases/${id}/reads`, reads(['treatment']));
      expect(outcome(answer)).toEqual({ treatment: CONTENTS['treatment'] });
    });

    it('is refused to colleagues, other patients and other members', async () => {
      const of = async (person: typeof stage.patient) =>
        outcome(await person.post(`/cases/${id}/reads`, reads(['base'])));
      expect(await of(stage.colleague)).toBe('ACCESS_RELATION');
      expect(await of(stage.otherPatient)).toBe('ACCESS_RELATION');
      expect(await of(stage.dispenser)).toBe('ACCESS_BASIS');
    });

    it('opens to a colleague who is assigned, and shuts when released', async () => {
      const person = { person: 'HospitalMSP:d-2' };
      ok(await stage.physician.post(`/cases/${id}/assign`, person));
      expect(outcome(await stage.colleague.post(`/cases/${id}/reads`, reads(['cost'])))).toEqual({
        cost: CONTENTS['cost'],
      });
      ok(await stage.physician.post(`/cases/${id}/release`, person));
      expect(outcome(await stage.colleague.post(`/cases/${id}/reads`, reads(['cost'])))).toBe('ACCESS_RELATION');
    });

    it('is written to by several in turn, and never again by who was released', async () => {
      const shared = await stage.opened(['cost']);
      const person = { person: 'HospitalMSP:d-2' };
      const path = `/cases/${shared}/sections/cost`;
      const write = (who: Person): Promise<Answer> => who.post(path, { content: { amount: 79 } });
      ok(await stage.physician.post(`/cases/${shared}/assign`, person));
      for (const [who, version] of [
        [stage.colleague, 2],
        [stage.physician, 3],
        [stage.colleague, 4],
      ] as const) {
        expect(ok(await write(who), 201).json()).toMatchObject({ version });
      }
      ok(await stage.physician.post(`/cases/${shared}/release`, person));
      expect(outcome(await write(stage.colleague))).toBe('ACCESS_RELATION');
      expect(ok(await write(stage.physician), 201).json()).toMatchObject({ version: 5 });
    });

    it('answers a repeated write as the first, and a stale one with what is there', async () => {
      const headers = { 'idempotency-key': 'write-once-1' };
      const path = `/cases/${id}/sections/cost`;
      const body = { content: { amount: 78 } };
      const first = ok(await stage.physician.post(path, body, headers), 201).json<{
        version: number;
        commitment: string;
      }>();
      const again = ok(await stage.physician.post(path, body, headers), 201).json<{
        version: number;
        commitment: string;
      }>();
      expect([again.version, again.commitment]).toEqual([first.version, first.commitment]);
      const stale = await stage.physician.post(path, body, { 'if-match': '"1"' });
      expect(stale.json()).toMatchObject({ code: 'CASE_VERSION_STALE', currentVersion: 2 });
    });

    it('is read again within the window of a receipt, whatever became of the first answer', async () => {
      const { ledger } = stage.consortium;
      ledger.isAnswerLost = true;
      const headers = { 'idempotency-key': 'read-once-1' };
      const lost = await stage.physician.post(`/cases/${id}/reads`, reads(['base']), headers);
      expect(lost.json()).toMatchObject({ code: 'LEDGER_OUTCOME_UNKNOWN' });
      const again = ok(await stage.physician.post(`/cases/${id}/reads`, reads(['base']), headers), 201);
      const receipt = again.json<Read>().id;
      const one = ok(await stage.physician.get(`/cases/${id}/sections/base?receipt=${receipt}`));
      expect(one.json()).toMatchObject({ content: CONTENTS['base'] });
      const other = await stage.physician.get(`/cases/${id}/sections/cost?receipt=${receipt}`);
      expect(other.json()).toMatchObject({ code: 'ACCESS_NO_RECEIPT' });
    });

    it('is in the lists of its hospital and its patient, and in no others', async () => {
      const listed = async (person: typeof stage.patient) =>
        (await person.get('/cases?atLeastBlock=1')).json<{ items: { id: string }[] }>().items.map((one) => one.id);
      expect(await listed(stage.physician)).toContain(id);
      expect(await listed(stage.patient)).toContain(id);
      expect(await listed(stage.dispenser)).toEqual([]);
    });
  });

  describe('consent', () => {
    it('lets a grantee read the sections it names, for its purpose, until it is taken back', async () => {
      const grant = await stage.give({ grantee: 'PharmacyMSP:x-1', cases: id, sections: ['base', 'treatment'] });
      const read = (ground: object = { grant }, sections = ['base']) =>
        stage.dispenser.post(`/cases/${id}/reads`, reads(sections, ground)).then(outcome);
      expect(await read()).toEqual({ base: CONTENTS['base'] });
      expect(await read({ grant }, ['cost'])).toBe('CONSENT_SECTION');
      expect(await read({ grant, purpose: 'care' })).toBe('CONSENT_PURPOSE');
      const receipt = ok(await stage.dispenser.post(`/cases/${id}/reads`, reads(['base'], { grant })), 201).json<Read>()
        .id;
      ok(await stage.patient.post(`/consents/${grant}/revoke`));
      expect(await read()).toBe('CONSENT_REVOKED');
      const open = await stage.dispenser.get(`/cases/${id}/sections/base?receipt=${receipt}`);
      expect(open.json()).toMatchObject({ code: 'CONSENT_REVOKED' });
    });

    it('lets who treats wrap what the patient cannot open', async () => {
      const other = await stage.opened(['treatment']);
      const grant = await stage.give({ grantee: 'PharmacyMSP', cases: other, sections: ['treatment'] });
      const read = () => stage.dispenser.post(`/cases/${other}/reads`, reads(['treatment'], { grant })).then(outcome);
      expect(await read()).toEqual({ treatment: 'CASE_NO_KEY' });
      const letIn = { sections: ['treatment'], grant, grantee: 'PharmacyMSP' };
      ok(await stage.physician.post(`/cases/${other}/wraps`, letIn));
      expect(await read()).toEqual({ treatment: CONTENTS['treatment'] });
    });

    it('to write lets another institution add a version, signed as itself, and read it back', async () => {
      const grant = await stage.give({ grantee: 'PharmacyMSP', cases: id, sections: ['treatment'], right: 'write' });
      const content = { dispensed: 'canary-dispensed' };
      const written = ok(await stage.dispenser.post(`/cases/${id}/sections/treatment`, { content, grant }), 201);
      expect(written.json()).toMatchObject({ author: 'PharmacyMSP:x-1', organisation: 'PharmacyMSP', basis: 'grant' });
      const own = await stage.dispenser.post(`/cases/${id}/reads`, reads(['treatment'], { basis: 'own' }));
      expect(outcome(own)).toEqual({ treatment: content });
      expect(outcome(await stage.physician.post(`/cases/${id}/reads`, reads(['treatment'])))).toEqual({
        treatment: content,
      });
    });

    it('is the patient’s alone to give, and counts for the case it names', async () => {
      const body = {
        grantee: 'PharmacyMSP',
        purpose: 'care',
        cases: id,
        sections: ['base'],
        right: 'read',
        until: 9e12,
      };
      expect((await stage.otherPatient.post('/consents', body)).json()).toMatchObject({ code: 'ACCESS_RELATION' });
      expect((await stage.physician.post('/consents', body)).statusCode).toBe(403);
      const grant = await stage.give({ grantee: 'PharmacyMSP:x-1', cases: id });
      const other = await stage.opened(['base']);
      const read = await stage.dispenser.post(`/cases/${other}/reads`, reads(['base'], { grant }));
      expect(outcome(read)).toBe('CONSENT_CASE');
    });

    it('for all cases opens those to come, and ends on time', async () => {
      const grant = await stage.give({
        grantee: 'ThirdPartyMSP:y-1',
        purpose: 'payment',
        cases: 'all',
        sections: ['cost'],
      });
      const other = await stage.opened(['cost']);
      const read = () => stage.payer.post(`/cases/${other}/reads`, reads(['cost'], { grant })).then(outcome);
      expect(await read()).toEqual({ cost: CONTENTS['cost'] });
      stage.consortium.ledger.network.advance(2 * HOUR);
      expect(await read()).toBe('CONSENT_EXPIRED');
    });
  });

  describe('an emergency', () => {
    it('is on the ledger before anything is shown, opened by custodians, and reviewed by others', async () => {
      const reason = 'canary-reason: found unconscious';
      const opened = ok(
        await stage.dispenser.post(`/cases/${id}/emergencies`, {
          sections: ['base', 'examination'],
          reasonCode: 'UNCONSCIOUS',
          reason,
        }),
        201,
      ).json<{ id: string }>();
      const ground = { emergency: opened.id };
      const read = await stage.dispenser.post(`/cases/${id}/reads`, reads(['base', 'examination'], ground));
      expect(outcome(read)).toEqual({ base: CONTENTS['base'], examination: CONTENTS['examination'] });
      expect((await stage.dispenser.post(`/cases/${id}/reads`, reads(['cost'], ground))).statusCode).toBe(422);
      // What is written while it lasts can be read as well.
      const later = { finding: 'canary-later' };
      ok(await stage.physician.post(`/cases/${id}/sections/examination`, { content: later }), 201);
      const again = await stage.dispenser.post(`/cases/${id}/reads`, reads(['examination'], ground));
      expect(outcome(again)).toEqual({ examination: later });
      const of = `/cases/${id}/emergencies/${opened.id}`;
      const unreviewed = async () => (await stage.payer.get('/emergencies')).body.includes(opened.id);
      expect(await unreviewed()).toBe(true);
      expect((await stage.auditor('PharmacyMSP').post(`${of}/review`, { verdict: 'justified' })).json()).toMatchObject({
        code: 'CASE_OWN_EMERGENCY',
      });
      expect((await stage.auditor('CentreMSP').get(`${of}/reason`)).json()).toEqual({ reason });
      ok(await stage.auditor('CentreMSP').post(`${of}/review`, { verdict: 'justified' }));
      expect(await unreviewed()).toBe(false);
    });
  });

  describe('the access log', () => {
    it('tells the patient of every reader and ground, as JSON, as a table and as audit events', async () => {
      const { items } = ok(await stage.patient.get(`/cases/${id}/access-log?limit=200`)).json<{
        items: { reader: string; basis: string }[];
      }>();
      const bases = new Set(items.map(({ basis }) => basis));
      expect([...bases].sort()).toEqual(['emergency', 'grant', 'own', 'treating']);
      const csv = ok(await stage.patient.get(`/cases/${id}/access-log.csv`)).body;
      expect(csv.split('\r\n')).toHaveLength(items.length + 2);
      const fhir = ok(await stage.patient.get(`/cases/${id}/access-log.fhir`)).json<{ entry: unknown[] }>();
      expect(fhir.entry).toHaveLength(items.length);
      expect((await stage.otherPatient.get(`/cases/${id}/access-log`)).statusCode).toBe(403);
    });
  });

  describe('Table III, in a sample of its cells', () => {
    it('lets all of a hospital read and write where the members agreed on that', async () => {
      const policy = (hospitalScope: string) =>
        stage.registrar('HospitalMSP').post('/policy', { parameters: { hospitalScope } });
      const read = () => stage.colleague.post(`/cases/${id}/reads`, reads(['base'])).then(outcome);
      const write = () => stage.colleague.post(`/cases/${id}/sections/base`, { content: CONTENTS['base'] });
      expect(await read()).toBe('ACCESS_RELATION');
      expect((await write()).json()).toMatchObject({ code: 'ACCESS_RELATION' });
      ok(await policy('all'));
      expect(await read()).toEqual({ base: CONTENTS['base'] });
      ok(await write(), 201);
      ok(await policy('treating'));
      expect(await read()).toBe('ACCESS_RELATION');
    });

    it.each([
      ['a medical institution', 'treating', 'ACCESS_BASIS'],
      ['a medical institution', 'own', 'ACCESS_RELATION'],
      ['a third party', 'treating', 'ACCESS_BASIS'],
      ['a third party', 'emergency', 'ACCESS_BASIS'],
    ] as const)('gives %s no right by %s', async (subject, basis, code) => {
      const person = subject === 'a third party' ? stage.payer : stage.dispenser;
      const emergency = basis === 'emergency' ? { emergency: id } : {};
      expect(outcome(await person.post(`/cases/${id}/reads`, reads(['base'], { basis, ...emergency })))).toBe(code);
    });

    it('lets a third party open nothing in an emergency', async () => {
      const body = { sections: ['base'], reasonCode: 'UNCONSCIOUS', reason: 'canary' };
      expect((await stage.payer.post(`/cases/${id}/emergencies`, body)).json()).toMatchObject({ code: 'ACCESS_ROLE' });
    });
  });

  describe('profiles', () => {
    it('of physicians and researchers are public, in a directory', async () => {
      ok(await stage.physician.post('/profile', { profile: { displayName: 'Dr A. Example', field: 'surgery' } }));
      const { items } = ok(await stage.payer.get('/physicians?organisation=HospitalMSP')).json<{
        items: { id: string; profile?: { field?: string } }[];
      }>();
      expect(items.find((one) => one.id === 'HospitalMSP:d-1')?.profile?.field).toBe('surgery');
      expect((await stage.dispenser.post('/profile', { profile: { displayName: 'X' } })).statusCode).toBe(403);
    });

    it('of patients are read by themselves alone', async () => {
      ok(await stage.patient.post('/patient-profile', { content: { contact: 'canary-by-letter' } }));
      ok(await stage.patient.post('/patient-profile', { content: { contact: 'canary-by-phone' } }));
      const own = ok(await stage.patient.get('/patient-profile'));
      expect(own.json()).toMatchObject({ version: 2, content: { contact: 'canary-by-phone' } });
      expect((await stage.physician.get('/patient-profile')).statusCode).toBe(403);
    });
  });

  describe('a public case', () => {
    const summary = { title: 'Sinusitis', text: 'A second course helped.', conditions: ['J01.9'] };

    it('needs consent to researchers, names nobody, and is listed until it is withdrawn', async () => {
      const grant = await stage.give({ grantee: 'researchers', purpose: 'research', cases: id, sections: ['base'] });
      const publish = (changes: object) =>
        stage.physician.post(`/cases/${id}/publication`, { grant, summary: { ...summary, ...changes } });
      expect((await publish({ text: 'Ms Quibblethorn got well.' })).json()).toMatchObject({
        code: 'CASE_IDENTIFYING',
        faults: [{ path: '/summary/text', rule: 'name-of-the-case' }],
      });
      expect((await publish({ text: 'Seen on 17.05.2024.' })).json()).toMatchObject({ code: 'CASE_IDENTIFYING' });
      ok(await publish({}), 201);
      const listed = async () => (await stage.researcher.get('/public-cases?condition=J01')).body.includes(id);
      expect(await listed()).toBe(true);
      expect(outcome(await stage.researcher.post(`/cases/${id}/reads`, reads(['base'], { grant })))).toBe(
        'CONSENT_GRANTEE',
      );
      ok(await stage.patient.post(`/cases/${id}/publication/withdraw`));
      expect(await listed()).toBe(false);
    });
  });

  describe('a new key', () => {
    it('takes the place of the old one, which still opens what was wrapped for it', async () => {
      const rotated = ok(await stage.patient.post('/keys/rotate')).json<{ version: number; kept: string }>();
      expect(rotated).toMatchObject({ version: 2, kept: 'here' });
      expect(outcome(await stage.patient.post(`/cases/${id}/reads`, reads(['base'])))).toEqual({
        base: CONTENTS['base'],
      });
    });

    it('after the old one was lost opens what the hospital can wrap again, and nothing else', async () => {
      const { keys } = stage.consortium;
      const lost = ok(await stage.patient.get('/keys')).json<{ items: { version: number }[] }>().items.length;
      keys.get('HospitalMSP')!.forget('HospitalMSP:p-1');
      ok(await stage.patient.post('/keys/retire', { version: lost, status: 'lost' }));
      expect(ok(await stage.patient.post('/keys', {})).json()).toMatchObject({ version: lost + 1, kept: 'here' });
      const wanted = ['base', 'examination'];
      const wraps = ok(await stage.physician.post(`/cases/${id}/wraps`, { sections: wanted, patient: true }));
      expect(wraps.json()).toMatchObject({
        items: [{ section: 'base' }, { section: 'examination', versions: [], left: 'CASE_NO_KEY' }],
      });
      const read = ok(await stage.patient.post(`/cases/${id}/reads`, reads(wanted)), 201).json<Read>();
      expect(read.contents).toMatchObject([
        { section: 'base', content: CONTENTS['base'] },
        // Ciphertext, for a key that is not here any more.
        { section: 'examination', sealed: expect.anything() },
      ]);
    });
  });

  describe('a key on the patient’s own device', () => {
    it('is never seen by the gateway, which passes ciphertext and wraps on as they are', async () => {
      const owner = 'CentreMSP:p-2';
      const { items, channel } = ok(await stage.otherPatient.get('/keys')).json<{
        items: { version: number }[];
        channel: string;
      }>();
      const key = await generateKey();
      const version = items.length + 1;
      const proof = await prove(key, { channel, owner, use: 'encryption', version });
      const registered = ok(await stage.otherPatient.post('/keys', { publicKey: publicKeyOf(key), version, proof }));
      const { id: kid, kept } = registered.json<{ id: string; kept: string }>();
      expect(kept).toBe('own-device');
      const holder = new KeyInMemory(kid, (await KeyInMemory.from(key)).key);

      const opened = ok(await stage.physician.post('/cases', { patient: owner }), 201).json<{ id: string }>().id;
      ok(
        await stage.physician.post(`/cases/${opened}/sections/examination`, { content: CONTENTS['examination'] }),
        201,
      );
      const read = ok(await stage.otherPatient.post(`/cases/${opened}/reads`, reads(['examination'])), 201);
      const [found] = read.json<{ contents: { content?: unknown; sealed: { envelope: Envelope } }[] }>().contents;
      expect(found).not.toHaveProperty('content');
      const context = { channel, purpose: 'section', subject: opened, section: 'examination', version: 1 };
      const plain = await open(found!.sealed.envelope, context, holder);
      expect(JSON.parse(Buffer.from(plain).toString('utf8'))).toEqual({ content: CONTENTS['examination'] });

      const path = `/cases/${opened}/sections/base`;
      const next = ok(await stage.otherPatient.get(`${path}/next`)).json<{
        binding: typeof context;
        recipients: { kid: string; key: ReturnType<typeof publicKeyOf> }[];
      }>();
      const recipients = next.recipients.map((one) => ({ ...one.key, kid: one.kid }));
      const document = Buffer.from(JSON.stringify({ content: { name: 'told at home' } }));
      const envelope = await seal(document, next.binding, recipients);
      ok(await stage.otherPatient.post(path, { sealed: { envelope, salt: drawSalt() } }), 201);
      const byHospital = await stage.physician.post(`/cases/${opened}/reads`, reads(['base']));
      expect(outcome(byHospital)).toEqual({ base: { name: 'told at home' } });

      const until = stage.consortium.ledger.network.now() + HOUR;
      const consent = {
        grantee: 'PharmacyMSP:x-1',
        purpose: 'care',
        cases: opened,
        sections: ['examination'],
        right: 'read',
        until,
      };
      const given = ok(await stage.otherPatient.post('/consents', consent), 201).json<{
        id: string;
        wrapped: object;
      }>();
      expect(given.wrapped).toMatchObject({
        cases: [{ sections: [{ section: 'examination', versions: [], left: 'KEY_ON_DEVICE' }] }],
      });
      const grantee = ok(await stage.otherPatient.get('/keys?owner=PharmacyMSP:x-1')).json<{
        items: { id: string; jwk: ReturnType<typeof publicKeyOf>; status: string }[];
      }>();
      const active = grantee.items.find(({ status }) => status === 'active')!;
      const wraps = await wrapFor(found!.sealed.envelope, holder, [{ ...active.jwk, kid: active.id }]);
      const body = { section: 'examination', grants: [given.id], wraps: [{ version: 1, recipients: wraps }] };
      ok(await stage.otherPatient.post(`/cases/${opened}/wraps/sealed`, body));
      const byGrantee = await stage.dispenser.post(
        `/cases/${opened}/reads`,
        reads(['examination'], { grant: given.id }),
      );
      expect(outcome(byGrantee)).toEqual({ examination: CONTENTS['examination'] });
    });
  });
});
