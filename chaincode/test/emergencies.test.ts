import type { EmergencyView, EmergencyWrap, Page } from '../src/api';
import { drawId } from './support/case';
import type { Call } from './support/consortium';
import { eachRecordCase } from './support/each-record-case';
import { emergencyKeyOf, encryptionKeyOf, registerKeyCall, wrapFor } from './support/encryption';
import { PEOPLE, type Person } from './support/people';
import { RecordCase } from './support/record-case';
import { RECORD_PEOPLE } from './support/record-people';
import { heard } from './support/verdict';

const HOUR = 3_600_000;
const OPENER = PEOPLE.dispenser;

describe('an emergency', () => {
  let record: RecordCase;
  eachRecordCase((fresh) => (record = fresh), { prepare: (consortium) => consortium.must(registerKeyCall(OPENER)) });

  beforeEach(async () => {
    for (const section of ['treatment', 'examination'] as const) await record.written(section);
  });
  const opened = (change = {}): Promise<EmergencyView> => record.must(record.breakGlassCall(OPENER, change));

  const released = (
    emergency: string,
    wraps: readonly EmergencyWrap[],
    as: Person = RECORD_PEOPLE.centreCustodian,
  ): Call => record.on('ReleaseKeys', as, { emergency }, { wraps: JSON.stringify(wraps) });
  const forOpener = (section: 'treatment' | 'base' = 'treatment'): readonly EmergencyWrap[] => [
    { section, version: 1, wrap: wrapFor(encryptionKeyOf(OPENER.id)) },
  ];
  const receiptIn = (emergency: string, change = {}): Call =>
    record.receiptCall(OPENER, { basis: 'emergency', purpose: 'emergency', emergency, ...change });

  it('shows nothing until it is committed, a custodian has released, and a receipt is open', async () => {
    expect(await record.tried(receiptIn(drawId()))).toBe('CASE_EMERGENCY_NOT_FOUND');
    const emergency = await opened();
    const receipt = await record.must<{ id: string }>(receiptIn(emergency.id));
    expect(heard(await record.read(OPENER, receipt.id))).toBe('CASE_NO_KEY');
    const ask = { emergency: emergency.id };
    const own = await record.ask<EmergencyWrap[]>(RECORD_PEOPLE.centreCustodian, 'EmergencyWraps', ask);
    expect(own).toMatchObject({
      view: [{ section: 'treatment', version: 1, wrap: { header: { kid: emergencyKeyOf('CentreMSP') } } }],
    });
    await record.must(released(emergency.id, forOpener()));
    expect(await record.read(OPENER, receipt.id)).toMatchObject({
      view: { envelope: { recipients: [{ header: { kid: encryptionKeyOf(OPENER.id) } }] } },
    });
  });

  it('needs any one custodian: with another organisation away it works the same', async () => {
    const emergency = await opened();
    await record.must(released(emergency.id, forOpener(), RECORD_PEOPLE.pharmacyCustodian));
    const receipt = await record.must<{ id: string }>(receiptIn(emergency.id));
    expect(heard(await record.read(OPENER, receipt.id))).toBe('EVALUATED');
  });

  it('ends at its end, for who opened it and for custodians, within a window too', async () => {
    const emergency = await opened({ until: record.now + HOUR });
    await record.must(released(emergency.id, forOpener()));
    const call = receiptIn(emergency.id);
    expect(await record.tried({ ...call, at: emergency.until })).toBe('CASE_EMERGENCY_OVER');
    const receipt = await record.must<{ id: string }>({ ...call, at: emergency.until - 1 });
    expect(heard(await record.read(OPENER, receipt.id, {}, emergency.until - 1))).toBe('EVALUATED');
    expect(heard(await record.read(OPENER, receipt.id, {}, emergency.until))).toBe('CASE_EMERGENCY_OVER');
    expect(await record.tried({ ...released(emergency.id, forOpener()), at: emergency.until })).toBe(
      'CASE_EMERGENCY_OVER',
    );
  });

  it('is for the sections it names and who opened it', async () => {
    const emergency = await opened();
    expect(await record.tried(receiptIn(emergency.id, { sections: ['examination'] }))).toBe(
      'INPUT_INVALID /sections of-the-emergency',
    );
    const other = record.receiptCall(PEOPLE.secondDispenser, {
      basis: 'emergency',
      purpose: 'emergency',
      emergency: emergency.id,
    });
    expect(await record.tried(other)).toBe('ACCESS_RELATION');
    expect(await record.tried(released(emergency.id, forOpener('base')))).toBe(
      'INPUT_INVALID /wraps/0/section of-the-emergency',
    );
    const strange = [
      { section: 'treatment', version: 1, wrap: wrapFor(encryptionKeyOf(PEOPLE.secondDispenser.id)) },
    ] as const;
    expect(await record.tried(released(emergency.id, strange))).toBe(
      'INPUT_INVALID /wraps/0/wrap/header/kid recipient',
    );
  });

  it('is not released by the hospital itself, nor by anybody who is no custodian', async () => {
    const { id } = await opened();
    expect(await record.tried(released(id, forOpener(), RECORD_PEOPLE.hospitalCustodian))).toBe('CASE_NOT_CUSTODIAN');
    expect(await record.tried(released(id, forOpener(), PEOPLE.centreSteward))).toBe('ACCESS_ROLE');
    expect(heard(await record.ask(RECORD_PEOPLE.hospitalCustodian, 'EmergencyWraps', { emergency: id }))).toBe(
      'CASE_NOT_CUSTODIAN',
    );
  });

  it('is opened for a day at most, with a key of the own', async () => {
    const until = record.now + 25 * HOUR;
    expect(await record.tried(record.breakGlassCall(OPENER, { until }))).toBe('INPUT_INVALID /until maximum-emergency');
    expect(await record.tried(record.breakGlassCall(OPENER, { until: 1 }))).toBe('INPUT_INVALID /until in-the-future');
    const key = encryptionKeyOf(PEOPLE.reviewer.id);
    expect(await record.tried(record.breakGlassCall(OPENER, { key }))).toBe('INPUT_INVALID /key own-key');
    expect(await record.tried(record.breakGlassCall(PEOPLE.eastDispenser))).toBe('KEY_NOT_FOUND');
  });

  it('is listed for every member until an auditor of another organisation has reviewed it, once', async () => {
    const first = await opened();
    record.consortium.network.advance(10);
    const second = await opened();
    const unreviewed = async (): Promise<string[]> =>
      (await record.consortium.read<Page<EmergencyView>>(PEOPLE.courier, 'case:Emergencies', { limit: 200 })).items
        .map(({ id }) => id)
        .filter((id) => [first.id, second.id].includes(id));
    expect(await unreviewed()).toEqual([first.id, second.id]);
    const review = (as: Person): Call => record.on('Review', as, { emergency: first.id, verdict: 'justified' });
    expect(await record.tried(review(PEOPLE.pharmacyAuditor))).toBe('CASE_OWN_EMERGENCY');
    expect(await record.tried(review(PEOPLE.reviewer))).toBe('ACCESS_ROLE');
    expect(await record.tried(review(PEOPLE.centreAuditor))).toBe('VALID');
    expect(await record.tried(review(PEOPLE.hospitalAuditor))).toBe('CASE_EMERGENCY_REVIEWED');
    expect(await unreviewed()).toEqual([second.id]);
    const seen = await record.ask(PEOPLE.courier, 'Emergency', { emergency: first.id });
    expect(seen).toMatchObject({ view: { review: { verdict: 'justified', auditor: PEOPLE.centreAuditor.id } } });
    expect(await record.ask(PEOPLE.courier, 'Emergencies')).toMatchObject({
      view: { items: expect.arrayContaining([seen.isDone && seen.view]) as unknown },
    });
  });

  it('shows its reason to those who may review it, and to who gave it', async () => {
    const { id } = await opened();
    const reason = async (as: Person): Promise<string> => heard(await record.ask(as, 'Reason', { emergency: id }));
    expect(await reason(PEOPLE.centreAuditor)).toBe('EVALUATED');
    expect(await reason(OPENER)).toBe('EVALUATED');
    expect(await reason(PEOPLE.pharmacyAuditor)).toBe('CASE_OWN_EMERGENCY');
    expect(await reason(PEOPLE.thirdPartyAuditor)).toBe('CASE_NO_KEY');
    expect(await reason(PEOPLE.secondDispenser)).toBe('ACCESS_RELATION');
  });
});
