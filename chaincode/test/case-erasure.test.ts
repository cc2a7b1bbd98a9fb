import type { ErasureView, HoldingsView, PrivateHolding } from '../src/api';
import type { Call } from './support/consortium';
import { eachRecordCase } from './support/each-record-case';
import { encryptionKeyOf, registerKeyCall, wrapFor } from './support/encryption';
import { PEOPLE, type Person } from './support/people';
import { RecordCase } from './support/record-case';
import { RECORD_PEOPLE } from './support/record-people';
import { heard } from './support/verdict';

const DAY = 86_400_000;

describe('erasure', () => {
  let record: RecordCase;
  eachRecordCase((opened) => (record = opened), {
    policy: { sectionRetentionDays: { base: 0, examination: 0, treatment: 0, cost: 10 } },
    prepare: (consortium) => consortium.must(registerKeyCall(PEOPLE.dispenser)),
  });

  /** A case in every section, with all kinds of private data: a version by consent, added wraps, an emergency. */
  beforeEach(async () => {
    await record.filled();
    const grant = await record.given({ right: 'write' });
    await record.must(record.versionCall('treatment', 2, PEOPLE.dispenser, { basis: 'grant', grant: grant.id }));
    const wraps = [{ version: 1, recipients: [wrapFor(encryptionKeyOf(PEOPLE.patient.id))] }];
    await record.must(record.wrapsCall('treatment', wraps));
    const emergency = await record.must<{ id: string }>(record.breakGlassCall(PEOPLE.dispenser));
    const released = [{ section: 'treatment', version: 1, wrap: wrapFor(encryptionKeyOf(PEOPLE.dispenser.id)) }];
    const transient = { wraps: JSON.stringify(released) };
    await record.must(record.on('ReleaseKeys', RECORD_PEOPLE.centreCustodian, { emergency: emergency.id }, transient));
  });

  const eraseCall = (scope: string, as: Person = PEOPLE.patient): Call =>
    record.call('patient', 'Erase', as, { case: record.id, scope }, { subjectSalt: record.subjectSalt });

  const holdings = async (as: Person): Promise<readonly PrivateHolding[]> => {
    const answer = await record.ask<HoldingsView>(as, 'Holdings', {}, {}, as.mspId);
    if (!answer.isDone) throw new Error(answer.message);
    return answer.view.holdings;
  };
  const confirmCall = (scope: string, as: Person, told: readonly PrivateHolding[]): Call =>
    record.on('ConfirmErasure', as, { scope }, { holdings: JSON.stringify(told) });
  const confirm = async (scope: string, as: Person): Promise<string> => {
    const told = (await holdings(as)).filter(({ section }) => scope === 'whole' || section === scope);
    return record.tried(confirmCall(scope, as, told));
  };
  const stateOf = async (scope: string): Promise<ErasureView> => {
    const answer = await record.ask<ErasureView>(PEOPLE.payer, 'Erasure', { scope });
    if (!answer.isDone) throw new Error(answer.message);
    return answer.view;
  };
  const keptAt = (mspId: string): readonly string[] =>
    record.consortium
      .privateStates(mspId)
      .map(({ key }) => key)
      .filter((key) => key.includes(record.id));

  const HOSPITAL = PEOPLE.hospitalSteward;
  const PHARMACY = RECORD_PEOPLE.pharmacySteward;

  it('of a section purges it at every holder, and nothing else', async () => {
    const before = keptAt('HospitalMSP');
    expect(await record.tried(eraseCall('treatment'))).toBe('VALID');
    expect(await stateOf('treatment')).toMatchObject({ status: 'requested', holders: ['HospitalMSP', 'PharmacyMSP'] });
    expect(await confirm('treatment', HOSPITAL)).toBe('VALID');
    expect(await stateOf('treatment')).toMatchObject({ status: 'part', receipts: [{ organisation: 'HospitalMSP' }] });
    expect(await confirm('treatment', PHARMACY)).toBe('VALID');
    expect(await stateOf('treatment')).toMatchObject({ status: 'done' });
    expect(keptAt('HospitalMSP')).toEqual(before.filter((key) => !key.includes('treatment')));
    expect(keptAt('PharmacyMSP')).toEqual([]);
    expect(await confirm('treatment', HOSPITAL)).toBe('CASE_ERASURE_CONFIRMED');
  });

  it('of the whole leaves nothing private anywhere, and takes a day more than the longest retention', async () => {
    expect(await record.tried(eraseCall('whole'))).toBe('CASE_RETENTION');
    record.consortium.network.advance(10 * DAY);
    expect(await record.tried(eraseCall('whole'))).toBe('VALID');
    expect(await confirm('whole', HOSPITAL)).toBe('VALID');
    expect(await confirm('whole', PHARMACY)).toBe('VALID');
    expect([...keptAt('HospitalMSP'), ...keptAt('PharmacyMSP')]).toEqual([]);
    expect([await holdings(HOSPITAL), await holdings(PHARMACY)]).toEqual([[], []]);
    expect(heard(await record.ask(PEOPLE.physician, 'Subject'))).toBe('CASE_ERASED');
  });

  it('is seen by who asks: what a holder did not purge is still named', async () => {
    await record.must(eraseCall('treatment'));
    await record.must(confirmCall('treatment', HOSPITAL, []));
    const left = (await holdings(HOSPITAL)).filter(({ section }) => section === 'treatment');
    expect(left.map(({ kind }) => kind)).toEqual(['wraps', 'wraps', 'wraps', 'released']);
  });

  it('stops reading and writing at once, before any holder has purged', async () => {
    const { id } = await record.receipt(PEOPLE.physician, { sections: ['treatment', 'base'] });
    await record.must(eraseCall('treatment'));
    expect(heard(await record.read(PEOPLE.physician, id))).toBe('CASE_ERASED');
    expect(heard(await record.read(PEOPLE.physician, id, { section: 'base' }))).toBe('EVALUATED');
    expect(await record.tried(record.versionCall('treatment', 3))).toBe('CASE_ERASED');
    expect(await record.tried(record.receiptCall(PEOPLE.physician))).toBe('CASE_ERASED');
    expect(await record.tried(record.breakGlassCall(PEOPLE.dispenser))).toBe('CASE_ERASED');
    expect(await record.tried(eraseCall('treatment'))).toBe('CASE_ERASED');
  });

  it('waits for the retention of its section', async () => {
    expect(await record.tried(eraseCall('cost'))).toBe('CASE_RETENTION');
    record.consortium.network.advance(10 * DAY);
    expect(await record.tried(eraseCall('cost'))).toBe('VALID');
  });

  it('is stopped by a legal hold, also after it was asked for, until the hold is lifted', async () => {
    await record.must(eraseCall('base'));
    const hold = (name: string, as = PEOPLE.hospitalAuditor as Person): Call =>
      record.on(name, as, { reasonCode: 'COURT_ORDER' });
    expect(await record.tried(hold('LiftHold'))).toBe('CASE_NO_HOLD');
    expect(await record.tried(hold('Hold', PEOPLE.centreAuditor))).toBe('ACCESS_RELATION');
    await record.must(hold('Hold'));
    expect(await record.tried(eraseCall('treatment'))).toBe('CASE_HOLD');
    expect(await confirm('base', HOSPITAL)).toBe('CASE_HOLD');
    await record.must(hold('LiftHold'));
    expect(await confirm('base', HOSPITAL)).toBe('VALID');
  });

  it('is asked for by the patient or the hospital, and confirmed by holders for what was asked', async () => {
    expect(await record.tried(eraseCall('base', PEOPLE.stranger))).toBe('ACCESS_NOT_PATIENT');
    expect(await record.tried(eraseCall('base', PHARMACY))).toBe('ACCESS_RELATION');
    expect(await record.tried(confirmCall('base', HOSPITAL, []))).toBe('CASE_ERASURE_NOT_FOUND');
    await record.must(eraseCall('base', HOSPITAL));
    expect(await record.tried(confirmCall('base', PHARMACY, []))).toBe('ACCESS_RELATION');
    expect(await record.tried(confirmCall('base', PEOPLE.centreSteward, []))).toBe('ACCESS_RELATION');
    const strange = [{ kind: 'wraps', section: 'cost', version: 1, batch: '0'.repeat(64) }] as const;
    expect(await record.tried(confirmCall('base', HOSPITAL, strange))).toBe('INPUT_INVALID /holdings/0 of-the-erasure');
  });
});
