import type { Call } from './support/consortium';
import { eachRecordCase } from './support/each-record-case';
import { encryptionKeyOf, envelopeFor } from './support/encryption';
import { PEOPLE } from './support/people';
import { RecordCase, sealEnvelope } from './support/record-case';
import { RECORD_PEOPLE } from './support/record-people';
import { heard } from './support/verdict';

describe('profiles', () => {
  let record: RecordCase;
  eachRecordCase((opened) => (record = opened));

  it('of a patient are theirs alone', async () => {
    const of = (kids: readonly string[]): Call => {
      const binding = { purpose: 'profile', subject: RECORD_PEOPLE.pharmacyPatient.id, version: 1 } as const;
      const { commitment, transient } = sealEnvelope(envelopeFor(binding, kids));
      return record.call('patient', 'SetProfile', RECORD_PEOPLE.pharmacyPatient, { version: 1, commitment }, transient);
    };
    expect(await record.tried(of([encryptionKeyOf('PharmacyMSP')]))).toBe(
      'INPUT_INVALID /envelope/recipients recipient',
    );
    expect(await record.tried(of([encryptionKeyOf(RECORD_PEOPLE.pharmacyPatient.id)]))).toBe('VALID');
    const profile = await record.consortium.evaluate(
      RECORD_PEOPLE.pharmacyPatient,
      'patient:Profile',
      {},
      { at: 'PharmacyMSP' },
    );
    expect(profile).toMatchObject({ view: { version: 1, envelope: { recipients: [{}] } } });
    expect(heard(await record.consortium.evaluate(PEOPLE.stranger, 'patient:Profile', {}))).toBe('PROFILE_NOT_FOUND');
  });

  it('of physicians and researchers stand in their directories', async () => {
    const profile = { displayName: 'Ward 3', field: 'Cardiology' };
    await record.must(record.call('physician', 'SetProfile', PEOPLE.physician, { profile }));
    expect(await record.tried(record.call('researcher', 'SetProfile', PEOPLE.physician, { profile }))).toBe(
      'ACCESS_ROLE',
    );
    const page = await record.consortium.read<{ items: { id: string; profile?: object }[] }>(
      PEOPLE.patient,
      'physician:Directory',
      {},
    );
    expect(page.items.find(({ id }) => id === PEOPLE.physician.id)).toMatchObject({ profile, status: 'active' });
    expect(page.items.map(({ id }) => id)).not.toContain(PEOPLE.researcher.id);
    const asked = { actor: PEOPLE.physician.id };
    expect(await record.consortium.evaluate(PEOPLE.payer, 'physician:Profile', asked)).toMatchObject({
      view: { profile, version: 1 },
    });
    expect(heard(await record.consortium.evaluate(PEOPLE.payer, 'researcher:Profile', asked))).toBe(
      'PROFILE_NOT_FOUND',
    );
  });
});
