import type { CaseView, SectionsView } from '../src/api';
import { eachRecordCase } from './support/each-record-case';
import { PEOPLE } from './support/people';
import { RecordCase } from './support/record-case';
import { heard } from './support/verdict';

describe('a case', () => {
  let record: RecordCase;
  eachRecordCase((opened) => (record = opened));

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
    expect(await record.tried(record.openCall())).toBe('CASE_EXISTS');
    const other = new RecordCase(record.consortium);
    const call = other.openCall();
    expect(await record.tried({ ...call, transient: { ...call.transient, patient: PEOPLE.stranger.id } })).toBe(
      'ACCESS_NOT_PATIENT',
    );
    expect(await record.tried({ ...other.openCall(PEOPLE.clerk) })).toBe('ACCESS_ROLE');
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
    const other = new RecordCase(record.consortium, PEOPLE.stranger);
    await other.opened();
    expect(heard(await other.ask(PEOPLE.dispenser, 'Subject', { grant: grant.id }))).toBe('CONSENT_CASE');
    await record.must(record.revokeCall(grant.id));
    expect(heard(await record.ask(PEOPLE.dispenser, 'Subject', { grant: grant.id }))).toBe('CONSENT_REVOKED');
  });

  it('takes nothing more once it is closed, until it is opened again', async () => {
    await record.must(record.on('Close', PEOPLE.physician));
    expect(await record.tried(record.versionCall('base', 1))).toBe('CASE_STATUS');
    expect(await record.tried(record.on('Close', PEOPLE.physician))).toBe('CASE_STATUS');
    expect(await record.must<CaseView>(record.on('Reopen', PEOPLE.physician))).toMatchObject({ status: 'open' });
    expect(await record.tried(record.versionCall('base', 1))).toBe('VALID');
  });

  it('is read by who is assigned, from then on and until they are released, in the middle of a window too', async () => {
    await record.written('treatment');
    expect(await record.tried(record.receiptCall(PEOPLE.colleague))).toBe('ACCESS_RELATION');
    await record.must(record.on('Assign', PEOPLE.physician, { person: PEOPLE.colleague.id }));
    const { id } = await record.receipt(PEOPLE.colleague);
    expect(heard(await record.read(PEOPLE.colleague, id))).toBe('EVALUATED');
    await record.must(record.on('Release', PEOPLE.physician, { person: PEOPLE.colleague.id }));
    expect(heard(await record.read(PEOPLE.colleague, id))).toBe('ACCESS_RELATION');
    const foreign = record.on('Assign', PEOPLE.physician, { person: PEOPLE.northPhysician.id });
    expect(await record.tried(foreign)).toBe('INPUT_INVALID /person of-the-hospital');
  });
});
