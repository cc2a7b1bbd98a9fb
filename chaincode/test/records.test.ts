import type { CaseView, ReadAnswer, ReceiptView, SectionsView } from '../src/api';
import { drawId } from './support/case';
import type { Answer, Call, Consortium } from './support/consortium';
import { emergencyKeyOf, encryptionKeyOf, envelopeFor, wrapFor } from './support/encryption';
import { PEOPLE } from './support/people';
import { RecordCase, commitmentOf, recordConsortium, sealEnvelope } from './support/record-case';
import { RECORD_PEOPLE } from './support/record-people';

const MINUTE = 60_000;

/** The code of a refusal with its faults, or the status of what was done. */
function heard(answer: Answer<unknown>): string {
  if (answer.isDone) return answer.status;
  return [answer.code, ...(answer.detail.faults ?? []).map(({ path, rule }) => `${path} ${rule}`)].join(' ');
}

describe('records', () => {
  let consortium: Consortium;
  let record: RecordCase;

  beforeAll(async () => {
    consortium = await recordConsortium();
  });

  beforeEach(async () => {
    record = new RecordCase(consortium);
    await record.opened();
  });

  afterAll(() => consortium.close());

  const tried = async (call: Call): Promise<string> => heard(await consortium.submit(call));

  describe('a case', () => {
    it('says in public what it is and who treats, and not whose it is', async () => {
      await record.written('base');
      const answer = await record.ask<SectionsView>(PEOPLE.payer, 'Sections');
      expect(answer).toMatchObject({
        view: {
          head: { id: record.id, hospital: 'HospitalMSP', status: 'open' },
          versions: [{ section: 'base', version: 1, author: PEOPLE.physician.id, basis: 'treating', purpose: 'care' }],
          treating: [{ person: PEOPLE.physician.id, isTreating: true }],
          isHeld: false,
        },
      });
      expect(JSON.stringify(answer)).not.toContain(PEOPLE.patient.id);
    });

    it('is opened once, by a physician who says truly whose it is', async () => {
      expect(await tried(record.openCall())).toBe('CASE_EXISTS');
      const other = new RecordCase(consortium);
      const call = other.openCall();
      expect(await tried({ ...call, transient: { ...call.transient, patient: PEOPLE.stranger.id } })).toBe(
        'ACCESS_NOT_PATIENT',
      );
      expect(await tried({ ...other.openCall(PEOPLE.clerk) })).toBe('ACCESS_ROLE');
    });

    it('tells whose it is to who treats, to the patient, and to who has a live grant', async () => {
      const grant = await record.given({ cases: 'all' });
      const known = { view: { patient: PEOPLE.patient.id, salt: record.subjectSalt } };
      expect(await record.ask(PEOPLE.physician, 'Subject')).toMatchObject(known);
      expect(await record.ask(PEOPLE.patient, 'Subject')).toMatchObject(known);
      expect(await record.ask(PEOPLE.dispenser, 'Subject', { grant: grant.id })).toMatchObject(known);
      expect(heard(await record.ask(PEOPLE.colleague, 'Subject'))).toBe('ACCESS_RELATION');
      expect(heard(await record.ask(PEOPLE.stranger, 'Subject'))).toBe('ACCESS_RELATION');
      expect(heard(await record.ask(PEOPLE.dispenser, 'Subject'))).toBe('ACCESS_RELATION');
      expect(heard(await record.ask(PEOPLE.payer, 'Subject', { grant: grant.id }))).toBe('CONSENT_GRANTEE');
      const other = new RecordCase(consortium, PEOPLE.stranger);
      await other.opened();
      expect(heard(await other.ask(PEOPLE.dispenser, 'Subject', { grant: grant.id }))).toBe('CONSENT_CASE');
      await record.must(record.revokeCall(grant.id));
      expect(heard(await record.ask(PEOPLE.dispenser, 'Subject', { grant: grant.id }))).toBe('CONSENT_REVOKED');
    });

    it('takes nothing more once it is closed, until it is opened again', async () => {
      await record.must(record.on('Close', PEOPLE.physician));
      expect(await tried(record.versionCall('base', 1))).toBe('CASE_STATUS');
      expect(await tried(record.on('Close', PEOPLE.physician))).toBe('CASE_STATUS');
      expect(await record.must<CaseView>(record.on('Reopen', PEOPLE.physician))).toMatchObject({ status: 'open' });
      expect(await tried(record.versionCall('base', 1))).toBe('VALID');
    });

    it('is read by who is assigned, from then on and until they are released, in the middle of a window too', async () => {
      await record.written('treatment');
      expect(await tried(record.receiptCall(PEOPLE.colleague))).toBe('ACCESS_RELATION');
      await record.must(record.on('Assign', PEOPLE.physician, { person: PEOPLE.colleague.id }));
      const { id } = await record.receipt(PEOPLE.colleague);
      expect(heard(await record.read(PEOPLE.colleague, id))).toBe('EVALUATED');
      await record.must(record.on('Release', PEOPLE.physician, { person: PEOPLE.colleague.id }));
      expect(heard(await record.read(PEOPLE.colleague, id))).toBe('ACCESS_RELATION');
      const foreign = record.on('Assign', PEOPLE.physician, { person: PEOPLE.northPhysician.id });
      expect(await tried(foreign)).toBe('INPUT_INVALID /person of-the-hospital');
    });
  });

  describe('a version', () => {
    it('is what was committed to, and opens for the patient and the hospital', async () => {
      const envelope = record.envelope('base', 1);
      const call = record.versionCall('base', 1, PEOPLE.physician, {}, envelope);
      await record.must(call);
      const receipt = await record.receipt(PEOPLE.patient, { sections: ['base'] });
      const answer = await record.read(PEOPLE.patient, receipt.id, { section: 'base' });
      const own = envelope.recipients.filter(({ header }) => header.kid === encryptionKeyOf(PEOPLE.patient.id));
      expect(answer).toMatchObject({ view: { envelope: { ...envelope, recipients: own } } });
      const { recipients: _recipients, ...content } = envelope;
      const { salt } = (answer as { view: { salt: string } }).view;
      expect(commitmentOf(content, salt)).toBe((call.command as { commitment: string }).commitment);
    });

    it('follows the one before, whichever of two comes first', async () => {
      await record.written('cost');
      expect(await tried(record.versionCall('cost', 1))).toBe('CASE_VERSION_STALE');
      expect(await tried(record.versionCall('cost', 3))).toBe('CASE_VERSION_STALE');
      expect(await tried(record.versionCall('cost', 2))).toBe('VALID');
    });

    it.each([
      ['of another section', { section: 'cost' }],
      ['of another version', { version: 2 }],
      ['of another case', { subject: drawId() }],
      ['of a reason', { purpose: 'reason' }],
      ['of another channel', { channel: 'another' }],
    ])('cannot be the ciphertext %s', async (_what, change) => {
      const place = {
        channel: 'memory',
        purpose: 'section',
        section: 'base',
        subject: record.id,
        version: 1,
        ...change,
      };
      const aad = Buffer.from(JSON.stringify(Object.fromEntries(Object.entries(place).sort()))).toString('base64url');
      const envelope = { ...record.envelope('base', 1), aad };
      expect(await tried(record.versionCall('base', 1, PEOPLE.physician, {}, envelope))).toBe(
        'INPUT_INVALID /envelope/aad binding',
      );
    });

    it('is refused with another commitment than its own', async () => {
      const call = record.versionCall('base', 1, PEOPLE.physician, { commitment: '0'.repeat(64) });
      expect(await tried(call)).toBe('INPUT_COMMITMENT_MISMATCH');
    });

    const hospital = encryptionKeyOf('HospitalMSP');
    const patient = encryptionKeyOf(PEOPLE.patient.id);
    const custodian = emergencyKeyOf('CentreMSP');
    it.each<[string, 'base' | 'examination' | 'treatment', readonly string[], string]>([
      ['without the patient', 'base', [hospital, custodian], '/envelope/recipients for-patient'],
      ['without the hospital', 'base', [patient, custodian], '/envelope/recipients for-hospital'],
      ['without a custodian', 'base', [hospital, patient], '/envelope/recipients for-custodian'],
      [
        'for the hospital, of an examination',
        'examination',
        [patient, hospital, custodian],
        '/envelope/recipients/1/header/kid recipient',
      ],
      [
        'for its author, of an examination',
        'examination',
        [patient, encryptionKeyOf(PEOPLE.physician.id), custodian],
        '/envelope/recipients/1/header/kid recipient',
      ],
      [
        'for an emergency key of the hospital',
        'treatment',
        [hospital, emergencyKeyOf('HospitalMSP'), custodian],
        '/envelope/recipients/1/header/kid recipient',
      ],
      [
        'for a stranger',
        'treatment',
        [hospital, encryptionKeyOf(PEOPLE.stranger.id), custodian],
        '/envelope/recipients/1/header/kid recipient',
      ],
      [
        'for another organisation',
        'treatment',
        [hospital, encryptionKeyOf('CentreMSP'), custodian],
        '/envelope/recipients/1/header/kid recipient',
      ],
      ['for one key twice', 'treatment', [hospital, hospital, custodian], '/envelope/recipients/1/header/kid once'],
      [
        'for a custodian that has no key',
        'treatment',
        [hospital, emergencyKeyOf('EastMSP')],
        '/envelope/recipients key-in-use',
      ],
      [
        'for a key of the hospital that is not registered',
        'treatment',
        ['HospitalMSP/encryption/7', custodian],
        '/envelope/recipients key-in-use',
      ],
    ])('is refused wrapped %s', async (_what, section, kids, fault) => {
      const envelope = record.envelope(section, 1, kids);
      expect(await tried(record.versionCall(section, 1, PEOPLE.physician, {}, envelope))).toBe(
        `INPUT_INVALID ${fault}`,
      );
    });

    it('is wrapped for grantees at once, where the grants are named and hold', async () => {
      const grant = await record.given();
      const kids = [...record.kidsOf('treatment'), encryptionKeyOf(PEOPLE.dispenser.id)];
      const write = (version: number, recipients: readonly string[]): Call =>
        record.versionCall(
          'treatment',
          version,
          PEOPLE.physician,
          { recipients },
          record.envelope('treatment', version, kids),
        );
      expect(await tried(write(1, []))).toBe('INPUT_INVALID /envelope/recipients/3/header/kid recipient');
      expect(await tried(write(1, [grant.id]))).toBe('VALID');
      await record.must(record.revokeCall(grant.id));
      expect(await tried(write(2, [grant.id]))).toBe('CONSENT_REVOKED');
    });

    it('takes 1,000 recipients in one transaction, and not one more', async () => {
      await record.written('treatment');
      const recipients = Array.from({ length: 1001 }, (_, index) => wrapFor(`HospitalMSP/encryption/${index + 1}`));
      const many = recipients.map((wrap, index) => ({
        ...wrap,
        header: { ...wrap.header, kid: `${PEOPLE.patient.id}/encryption/${index + 1}` },
      }));
      expect(await tried(record.wrapsCall('treatment', [{ version: 1, recipients: many }], PEOPLE.physician))).toBe(
        'INPUT_INVALID /wraps/0/recipients maximum-items',
      );
      expect(
        await tried(record.wrapsCall('treatment', [{ version: 1, recipients: many.slice(1) }], PEOPLE.physician)),
      ).toBe('VALID');
      const { id } = await record.receipt(PEOPLE.patient);
      const answer = await record.read(PEOPLE.patient, id);
      expect((answer as { view: ReadAnswer }).view.envelope.recipients).toHaveLength(1000);
    });

    it('is refused where it is too big', async () => {
      const big = record.envelope('base', 1, record.kidsOf('base'), 'A'.repeat(1024 * 1024));
      expect(await tried(record.versionCall('base', 1, PEOPLE.physician, {}, big))).toBe(
        'INPUT_TOO_LARGE /envelope maximum-bytes',
      );
    });

    it('written by consent is kept by the author too, who reads it back there after the consent', async () => {
      const grant = await record.given({ right: 'write' });
      const kids = [...record.kidsOf('treatment'), encryptionKeyOf(PEOPLE.dispenser.id)];
      const ground = { basis: 'grant', purpose: 'care', grant: grant.id };
      await record.must(
        record.versionCall('treatment', 1, PEOPLE.dispenser, ground, record.envelope('treatment', 1, kids)),
      );
      await record.must(record.revokeCall(grant.id));
      expect(await tried(record.versionCall('treatment', 2, PEOPLE.dispenser, ground))).toBe('CONSENT_REVOKED');
      const { id } = await record.receipt(PEOPLE.dispenser, { basis: 'own', purpose: 'personal' });
      const query = { case: record.id, receipt: id, section: 'treatment', holder: 'PharmacyMSP' };
      const answer = await consortium.evaluate(PEOPLE.dispenser, 'case:Read', query, { at: 'PharmacyMSP' });
      expect(answer).toMatchObject({ view: { envelope: { recipients: [{ header: { kid: kids.at(-1) } }] } } });
      await record.written('treatment', 2);
      expect(heard(await record.read(PEOPLE.dispenser, id))).toBe('ACCESS_RELATION');
    });
  });

  describe('a receipt', () => {
    it('is a window: the same is read again within it, and nothing at its end', async () => {
      await record.written('treatment');
      const receipt = await record.receipt(PEOPLE.physician);
      expect(receipt.until - receipt.at).toBe(5 * MINUTE);
      const first = await record.read(PEOPLE.physician, receipt.id);
      expect(heard(first)).toBe('EVALUATED');
      expect(await record.read(PEOPLE.physician, receipt.id, {}, receipt.until - 1)).toEqual(first);
      expect(heard(await record.read(PEOPLE.physician, receipt.id, {}, receipt.until))).toBe('ACCESS_RECEIPT_OVER');
      expect(heard(await record.read(PEOPLE.physician, receipt.id, {}, receipt.at - 1))).toBe('ACCESS_RECEIPT_OVER');
    });

    it('is for one reader, one case and the sections it names', async () => {
      for (const section of ['treatment', 'cost'] as const) await record.written(section);
      const other = new RecordCase(consortium);
      await other.opened();
      await other.written('treatment');
      await record.must(record.on('Assign', PEOPLE.physician, { person: PEOPLE.colleague.id }));
      const { id } = await record.receipt(PEOPLE.physician);
      expect(heard(await record.read(PEOPLE.colleague, id))).toBe('ACCESS_NO_RECEIPT');
      expect(heard(await record.read(PEOPLE.physician, id, { section: 'cost' }))).toBe('ACCESS_NO_RECEIPT');
      expect(heard(await other.read(PEOPLE.physician, id))).toBe('ACCESS_NO_RECEIPT');
      expect(heard(await record.read(PEOPLE.physician, drawId()))).toBe('ACCESS_NO_RECEIPT');
    });

    it('shows the hospital nothing of an examination, which is wrapped for the patient alone', async () => {
      await record.written('examination');
      const { id } = await record.receipt(PEOPLE.physician, { sections: ['examination'] });
      expect(heard(await record.read(PEOPLE.physician, id, { section: 'examination' }))).toBe('CASE_NO_KEY');
      const own = await record.receipt(PEOPLE.patient, { sections: ['examination'] });
      expect(heard(await record.read(PEOPLE.patient, own.id, { section: 'examination' }))).toBe('EVALUATED');
    });

    it('shows the patient a treatment once the hospital has wrapped it for them', async () => {
      await record.written('treatment');
      const { id } = await record.receipt(PEOPLE.patient);
      expect(heard(await record.read(PEOPLE.patient, id))).toBe('CASE_NO_KEY');
      const wraps = [{ version: 1, recipients: [wrapFor(encryptionKeyOf(PEOPLE.patient.id))] }];
      await record.must(record.wrapsCall('treatment', wraps, PEOPLE.physician));
      expect(heard(await record.read(PEOPLE.patient, id))).toBe('EVALUATED');
    });

    it('does not go with a ground and a purpose that do not go together', async () => {
      expect(await tried(record.receiptCall(PEOPLE.physician, { purpose: 'research' }))).toBe(
        'INPUT_INVALID /purpose purpose-of-basis',
      );
      expect(await tried(record.receiptCall(PEOPLE.physician, { basis: 'grant' }))).toBe(
        'INPUT_INVALID /grant required',
      );
    });

    it('stands in the access log, newest first, for the patient', async () => {
      const first = await record.receipt(PEOPLE.physician);
      consortium.network.advance(1000);
      const second = await record.receipt(PEOPLE.patient);
      const proof = { subjectSalt: record.subjectSalt };
      const log = await record.ask<{ items: ReceiptView[]; bookmark?: string }>(PEOPLE.patient, 'Receipts', {}, proof);
      expect(log).toMatchObject({ view: { items: [second, first] } });
      const page = await record.ask<{ items: ReceiptView[]; bookmark: string }>(PEOPLE.hospitalAuditor, 'Receipts', {
        limit: 1,
      });
      const { items, bookmark } = (page as { view: { items: ReceiptView[]; bookmark: string } }).view;
      expect(items).toEqual([second]);
      expect(await record.ask(PEOPLE.physician, 'Receipts', { bookmark })).toMatchObject({ view: { items: [first] } });
      expect(heard(await record.ask(PEOPLE.stranger, 'Receipts', {}, proof))).toBe('ACCESS_NOT_PATIENT');
      expect(heard(await record.ask(PEOPLE.centreAuditor, 'Receipts'))).toBe('ACCESS_RELATION');
      const other = new RecordCase(consortium);
      await other.opened();
      expect(heard(await other.ask(PEOPLE.physician, 'Receipts', { bookmark }))).toBe(
        'INPUT_INVALID /bookmark bookmark',
      );
    });
  });

  describe('a grant', () => {
    it('is given by a patient for a case that is theirs, once', async () => {
      expect(await tried(record.giveCall({}, PEOPLE.stranger))).toBe('ACCESS_NOT_PATIENT');
      expect(await tried(record.giveCall({}, PEOPLE.physician))).toBe('ACCESS_ROLE');
      expect(await tried(record.giveCall({ cases: drawId() }))).toBe('CASE_NOT_FOUND');
      const { id } = await record.given();
      expect(await tried(record.giveCall({ id }))).toBe('CASE_EXISTS');
      expect(await tried(record.giveCall({ id, cases: 'all' }, PEOPLE.stranger))).toBe('CASE_EXISTS');
    });

    it('is taken back by who gave it, and does not come back by repeating what gave it', async () => {
      const call = record.giveCall();
      const command = { commandId: consortium.nextCommandId(), ...(call.command as { id: string }) };
      await record.must({ ...call, command });
      expect(await tried(record.revokeCall(command.id, PEOPLE.stranger))).toBe('CONSENT_NOT_FOUND');
      await record.must(record.revokeCall(command.id));
      // The same command answers as it did, and writes nothing.
      await record.must({ ...call, command });
      expect(await tried(record.receiptCall(PEOPLE.dispenser, { basis: 'grant', grant: command.id }))).toBe(
        'CONSENT_REVOKED',
      );
      expect(await tried(record.revokeCall(command.id))).toBe('CONSENT_REVOKED');
    });

    it('of one patient for all cases opens none of another', async () => {
      const grant = await record.given({ cases: 'all' });
      const other = new RecordCase(consortium, PEOPLE.stranger);
      await other.opened();
      const claim = { basis: 'grant', purpose: 'care', grant: grant.id };
      expect(await tried(other.receiptCall(PEOPLE.dispenser, claim))).toBe('ACCESS_NOT_PATIENT');
      const call = record.receiptCall(PEOPLE.dispenser, claim);
      expect(await tried({ ...call, transient: {} })).toBe('INPUT_INVALID /subjectSalt required');
      expect(await tried(call)).toBe('VALID');
    });

    it('is listed for who gave it and for whom it was given to', async () => {
      const given = await record.given({ grantee: PEOPLE.reviewer.id });
      const whole = await record.given({ grantee: 'CentreMSP' });
      const list = async (as: typeof PEOPLE.patient | typeof PEOPLE.reviewer, query: object): Promise<string[]> =>
        (await consortium.read<{ items: { id: string }[] }>(as, 'patient:Grants', query)).items.map(({ id }) => id);
      expect(await list(PEOPLE.patient, { limit: 200 })).toEqual(expect.arrayContaining([given.id, whole.id]));
      expect(await list(PEOPLE.reviewer, {})).toEqual([given.id]);
      expect(await list(PEOPLE.reviewer, { to: 'organisation' })).toEqual([whole.id]);
      const one = (as: typeof PEOPLE.patient | typeof PEOPLE.payer) =>
        consortium.evaluate(as, 'patient:Grant', { id: given.id });
      expect(await one(PEOPLE.patient)).toMatchObject({ view: given });
      expect(await one(PEOPLE.payer)).toMatchObject({ code: 'CONSENT_NOT_FOUND' });
    });
  });

  describe('profiles', () => {
    it('of a patient are theirs alone', async () => {
      const of = (kids: readonly string[]): Call => {
        const binding = { purpose: 'profile', subject: RECORD_PEOPLE.pharmacyPatient.id, version: 1 } as const;
        const { commitment, transient } = sealEnvelope(envelopeFor(binding, kids));
        return record.call(
          'patient',
          'SetProfile',
          RECORD_PEOPLE.pharmacyPatient,
          { version: 1, commitment },
          transient,
        );
      };
      expect(await tried(of([encryptionKeyOf('PharmacyMSP')]))).toBe('INPUT_INVALID /envelope/recipients recipient');
      expect(await tried(of([encryptionKeyOf(RECORD_PEOPLE.pharmacyPatient.id)]))).toBe('VALID');
      const profile = await consortium.evaluate(
        RECORD_PEOPLE.pharmacyPatient,
        'patient:Profile',
        {},
        { at: 'PharmacyMSP' },
      );
      expect(profile).toMatchObject({ view: { version: 1, envelope: { recipients: [{}] } } });
      expect(heard(await consortium.evaluate(PEOPLE.stranger, 'patient:Profile', {}))).toBe('PROFILE_NOT_FOUND');
    });

    it('of physicians and researchers stand in their directories', async () => {
      const profile = { displayName: 'Ward 3', field: 'Cardiology' };
      await record.must(record.call('physician', 'SetProfile', PEOPLE.physician, { profile }));
      expect(await tried(record.call('researcher', 'SetProfile', PEOPLE.physician, { profile }))).toBe('ACCESS_ROLE');
      const page = await consortium.read<{ items: { id: string; profile?: object }[] }>(
        PEOPLE.patient,
        'physician:Directory',
        {},
      );
      expect(page.items.find(({ id }) => id === PEOPLE.physician.id)).toMatchObject({ profile, status: 'active' });
      expect(page.items.map(({ id }) => id)).not.toContain(PEOPLE.researcher.id);
      const asked = { actor: PEOPLE.physician.id };
      expect(await consortium.evaluate(PEOPLE.payer, 'physician:Profile', asked)).toMatchObject({
        view: { profile, version: 1 },
      });
      expect(heard(await consortium.evaluate(PEOPLE.payer, 'researcher:Profile', asked))).toBe('PROFILE_NOT_FOUND');
    });
  });
});
