import type { Envelope } from '@rxledger/chaincode/api';
import { shownTo, withoutCustodiansFirst } from './shown-to-endorsers';

const envelopeFor = (...kids: readonly string[]): string =>
  JSON.stringify({ ciphertext: 'c', recipients: kids.map((kid) => ({ header: { kid }, encrypted_key: 'k' })) });

const kidsIn = ({ envelope }: { readonly envelope?: string }): readonly string[] =>
  (JSON.parse(envelope!) as Envelope).recipients.map(({ header }) => header.kid);

const hospital = 'HospitalMSP/encryption/1';
const centre = 'CentreMSP/emergency/1';
const pharmacy = 'PharmacyMSP/emergency/2';

describe('an envelope that is shown to endorsers', () => {
  it('has no wrap for an emergency key of who endorses it', () => {
    const transient = { envelope: envelopeFor(hospital, centre, pharmacy), salt: 's' };
    const shown = shownTo(['HospitalMSP', 'CentreMSP'], transient);
    expect(kidsIn(shown)).toEqual([hospital, pharmacy]);
    expect(shown).toMatchObject({ salt: 's' });
  });

  it('keeps wraps for their other keys', () => {
    const grantee = 'CentreMSP/encryption/1';
    const shown = shownTo(['HospitalMSP', 'CentreMSP'], { envelope: envelopeFor(grantee, centre, pharmacy) });
    expect(kidsIn(shown)).toEqual([grantee, pharmacy]);
  });

  it('keeps the last custodian: without one nothing could be opened in an emergency', () => {
    const transient = { envelope: envelopeFor(hospital, centre) };
    expect(shownTo(['HospitalMSP', 'CentreMSP'], transient)).toEqual(transient);
  });

  it('goes to a witness that is no custodian, where there is one', () => {
    const choices = ['CentreMSP', 'PharmacyMSP', 'ThirdPartyMSP'].map((witness) => ['HospitalMSP', witness]);
    const ordered = withoutCustodiansFirst(choices, { envelope: envelopeFor(hospital, centre, pharmacy) });
    expect(ordered.map(([, witness]) => witness)).toEqual(['ThirdPartyMSP', 'CentreMSP', 'PharmacyMSP']);
    expect(withoutCustodiansFirst(choices, undefined)).toEqual(choices);
  });
});
