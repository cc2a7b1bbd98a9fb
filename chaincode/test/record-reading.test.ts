import type { ReceiptView } from '../src/api';
import { drawId } from './support/case';
import { eachRecordCase } from './support/each-record-case';
import { encryptionKeyOf, wrapFor } from './support/encryption';
import { PEOPLE } from './support/people';
import { RecordCase } from './support/record-case';
import { heard } from './support/verdict';

const MINUTE = 60_000;

describe('reading a record', () => {
  let record: RecordCase;
  eachRecordCase((opened) => (record = opened));

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

    /* Fabric has no clock of its own: peers accept a client's within 15 minutes of theirs, which are not in play here. */
    it('is held open by a clock that is set back', async () => {
      await record.written('treatment');
      const { id, until } = await record.receipt(PEOPLE.physician);
      record.consortium.network.advance(10 * MINUTE);
      expect(heard(await record.read(PEOPLE.physician, id))).toBe('ACCESS_RECEIPT_OVER');
      expect(heard(await record.read(PEOPLE.physician, id, {}, until - 1))).toBe('EVALUATED');
    });

    it('is for one reader, one case and the sections it names', async () => {
      for (const section of ['treatment', 'cost'] as const) await record.written(section);
      const other = new RecordCase(record.consortium);
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
      expect(await record.tried(record.receiptCall(PEOPLE.physician, { purpose: 'research' }))).toBe(
        'INPUT_INVALID /purpose purpose-of-basis',
      );
      expect(await record.tried(record.receiptCall(PEOPLE.physician, { basis: 'grant' }))).toBe(
        'INPUT_INVALID /grant required',
      );
    });

    it('stands in the access log, newest first, for the patient', async () => {
      const first = await record.receipt(PEOPLE.physician);
      record.consortium.network.advance(1000);
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
      const other = new RecordCase(record.consortium);
      await other.opened();
      expect(heard(await other.ask(PEOPLE.physician, 'Receipts', { bookmark }))).toBe(
        'INPUT_INVALID /bookmark bookmark',
      );
    });
  });

  describe('a grant', () => {
    it('is given by a patient for a case that is theirs, once', async () => {
      expect(await record.tried(record.giveCall({}, PEOPLE.stranger))).toBe('ACCESS_NOT_PATIENT');
      expect(await record.tried(record.giveCall({}, PEOPLE.physician))).toBe('ACCESS_ROLE');
      expect(await record.tried(record.giveCall({ cases: drawId() }))).toBe('CASE_NOT_FOUND');
      const { id } = await record.given();
      expect(await record.tried(record.giveCall({ id }))).toBe('CASE_EXISTS');
      expect(await record.tried(record.giveCall({ id, cases: 'all' }, PEOPLE.stranger))).toBe('CASE_EXISTS');
    });

    it('is taken back by who gave it, and does not come back by repeating what gave it', async () => {
      const call = record.giveCall();
      const command = { commandId: record.consortium.nextCommandId(), ...(call.command as { id: string }) };
      await record.must({ ...call, command });
      expect(await record.tried(record.revokeCall(command.id, PEOPLE.stranger))).toBe('CONSENT_NOT_FOUND');
      await record.must(record.revokeCall(command.id));
      // The same command answers as it did, and writes nothing.
      await record.must({ ...call, command });
      expect(await record.tried(record.receiptCall(PEOPLE.dispenser, { basis: 'grant', grant: command.id }))).toBe(
        'CONSENT_REVOKED',
      );
      expect(await record.tried(record.revokeCall(command.id))).toBe('CONSENT_REVOKED');
    });

    it('that is taken back in the same block opens no receipt after it', async () => {
      const grant = await record.given();
      const revoke = record.revokeCall(grant.id);
      const receipt = record.receiptCall(PEOPLE.dispenser, { basis: 'grant', purpose: 'care', grant: grant.id });
      const endorsed = await Promise.all([revoke, receipt].map((call) => record.consortium.endorse(call)));
      const taken = endorsed.flatMap((each) => (each.isDone ? [each.endorsed] : []));
      expect((await record.consortium.network.order(taken)).map(({ status }) => status)).toEqual([
        'VALID',
        'MVCC_READ_CONFLICT',
      ]);
    });

    it('of one patient for all cases opens none of another', async () => {
      const grant = await record.given({ cases: 'all' });
      const other = new RecordCase(record.consortium, PEOPLE.stranger);
      await other.opened();
      const claim = { basis: 'grant', purpose: 'care', grant: grant.id };
      expect(await record.tried(other.receiptCall(PEOPLE.dispenser, claim))).toBe('ACCESS_NOT_PATIENT');
      const call = record.receiptCall(PEOPLE.dispenser, claim);
      expect(await record.tried({ ...call, transient: {} })).toBe('INPUT_INVALID /subjectSalt required');
      expect(await record.tried(call)).toBe('VALID');
    });

    it('is listed for who gave it and for whom it was given to', async () => {
      const given = await record.given({ grantee: PEOPLE.reviewer.id });
      const whole = await record.given({ grantee: 'CentreMSP' });
      const list = async (as: typeof PEOPLE.patient | typeof PEOPLE.reviewer, query: object): Promise<string[]> =>
        (await record.consortium.read<{ items: { id: string }[] }>(as, 'patient:Grants', query)).items.map(
          ({ id }) => id,
        );
      expect(await list(PEOPLE.patient, { limit: 200 })).toEqual(expect.arrayContaining([given.id, whole.id]));
      expect(await list(PEOPLE.reviewer, {})).toEqual([given.id]);
      expect(await list(PEOPLE.reviewer, { to: 'organisation' })).toEqual([whole.id]);
      const research = await record.given({ grantee: 'researchers', purpose: 'research', cases: 'all' });
      expect(await list(PEOPLE.payer, { to: 'researchers' })).toEqual([research.id]);
      const refused = await record.consortium.evaluate(PEOPLE.patient, 'patient:Grants', { to: 'researchers' });
      expect(refused).toMatchObject({ code: 'ACCESS_RELATION' });
      const one = (as: typeof PEOPLE.patient | typeof PEOPLE.payer) =>
        record.consortium.evaluate(as, 'patient:Grant', { id: given.id });
      expect(await one(PEOPLE.patient)).toMatchObject({ view: given });
      expect(await one(PEOPLE.payer)).toMatchObject({ code: 'CONSENT_NOT_FOUND' });
    });
  });
});
