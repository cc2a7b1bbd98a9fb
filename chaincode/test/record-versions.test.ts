import type { ReadAnswer } from '../src/api';
import { drawId } from './support/case';
import type { Call } from './support/consortium';
import { eachRecordCase } from './support/each-record-case';
import { emergencyKeyOf, encryptionKeyOf, wrapFor } from './support/encryption';
import { PEOPLE } from './support/people';
import { RecordCase, commitmentOf } from './support/record-case';
import { heard } from './support/verdict';

describe('a version of a section', () => {
  let record: RecordCase;
  eachRecordCase((opened) => (record = opened));

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

  it('is one of two that were written at the same time', async () => {
    const calls = [record.versionCall('cost', 1), record.versionCall('cost', 1)];
    const endorsed = await Promise.all(calls.map((call) => record.consortium.endorse(call)));
    const taken = endorsed.flatMap((each) => (each.isDone ? [each.endorsed] : []));
    // The first sets the policy of the keys it makes, and Fabric lets no other touch them in the same block.
    expect((await record.consortium.network.order(taken)).map(({ status }) => status)).toEqual([
      'VALID',
      'ENDORSEMENT_POLICY_FAILURE',
    ]);
  });

  it('follows the one before', async () => {
    await record.written('cost');
    expect(await record.tried(record.versionCall('cost', 1))).toBe('CASE_VERSION_STALE');
    expect(await record.tried(record.versionCall('cost', 3))).toBe('CASE_VERSION_STALE');
    expect(await record.tried(record.versionCall('cost', 2))).toBe('VALID');
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
    expect(await record.tried(record.versionCall('base', 1, PEOPLE.physician, {}, envelope))).toBe(
      'INPUT_INVALID /envelope/aad binding',
    );
  });

  it('is refused with another commitment than its own', async () => {
    const call = record.versionCall('base', 1, PEOPLE.physician, { commitment: '0'.repeat(64) });
    expect(await record.tried(call)).toBe('INPUT_COMMITMENT_MISMATCH');
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
    expect(await record.tried(record.versionCall(section, 1, PEOPLE.physician, {}, envelope))).toBe(
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
    expect(await record.tried(write(1, []))).toBe('INPUT_INVALID /envelope/recipients/3/header/kid recipient');
    expect(await record.tried(write(1, [grant.id]))).toBe('VALID');
    await record.must(record.revokeCall(grant.id));
    expect(await record.tried(write(2, [grant.id]))).toBe('CONSENT_REVOKED');
  });

  it('takes 1,000 recipients in one transaction, and not one more', async () => {
    await record.written('treatment');
    const recipients = Array.from({ length: 1001 }, (_, index) => wrapFor(`HospitalMSP/encryption/${index + 1}`));
    const many = recipients.map((wrap, index) => ({
      ...wrap,
      header: { ...wrap.header, kid: `${PEOPLE.patient.id}/encryption/${index + 1}` },
    }));
    expect(
      await record.tried(record.wrapsCall('treatment', [{ version: 1, recipients: many }], PEOPLE.physician)),
    ).toBe('INPUT_INVALID /wraps/0/recipients maximum-items');
    expect(
      await record.tried(record.wrapsCall('treatment', [{ version: 1, recipients: many.slice(1) }], PEOPLE.physician)),
    ).toBe('VALID');
    const { id } = await record.receipt(PEOPLE.patient);
    const answer = await record.read(PEOPLE.patient, id);
    expect((answer as { view: ReadAnswer }).view.envelope.recipients).toHaveLength(1000);
  });

  it('is refused where it is too big', async () => {
    const big = record.envelope('base', 1, record.kidsOf('base'), 'A'.repeat(1024 * 1024));
    expect(await record.tried(record.versionCall('base', 1, PEOPLE.physician, {}, big))).toBe(
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
    expect(await record.tried(record.versionCall('treatment', 2, PEOPLE.dispenser, ground))).toBe('CONSENT_REVOKED');
    const { id } = await record.receipt(PEOPLE.dispenser, { basis: 'own', purpose: 'personal' });
    const query = { case: record.id, receipt: id, section: 'treatment', holder: 'PharmacyMSP' };
    const answer = await record.consortium.evaluate(PEOPLE.dispenser, 'case:Read', query, { at: 'PharmacyMSP' });
    expect(answer).toMatchObject({ view: { envelope: { recipients: [{ header: { kid: kids.at(-1) } }] } } });
    await record.written('treatment', 2);
    expect(heard(await record.read(PEOPLE.dispenser, id))).toBe('ACCESS_RELATION');
  });
});
