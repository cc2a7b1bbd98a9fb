import { generateKeyPairSync } from 'node:crypto';
import { msp } from '@hyperledger/fabric-protos';
import { newChannel } from '../../test/trust/channel';
import { newOrganisation } from '../../test/trust/organisation';
import { createAuthority, restoreAuthority } from '../ca/issuer';
import { createGenesisConfig } from '../config/genesis';
import { loadChannelConfig, type LoadedConfig } from '../config/load-config';
import { IdentityError } from './errors';
import type { SigningIdentity } from './identity';
import { createSigningIdentity, serialiseIdentity } from './signing-identity';

const hospital = newOrganisation('HospitalMSP');
const pharmacy = newOrganisation('PharmacyMSP');
const channel = newChannel([hospital, pharmacy]);

const refusal = (config: LoadedConfig, serialised: Uint8Array, at?: Date): IdentityError => {
  try {
    config.identity(serialised, at);
  } catch (error) {
    if (error instanceof IdentityError) return error;
    throw error;
  }
  throw new Error('was accepted');
};

const channelOf = (genesis: Partial<typeof hospital.genesis>): LoadedConfig =>
  loadChannelConfig(
    'trial',
    createGenesisConfig({ channel: 'trial', organisations: [{ ...hospital.genesis, ...genesis }] }),
  );

/** A CA below the hospital's own. */
const newIntermediate = () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const certificatePem = hospital.authority.issue({ commonName: 'ca2.HospitalMSP', publicKey, profile: 'ca' });
  return restoreAuthority({
    certificatePem,
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  });
};

describe('an identity that its MSP vouches for', () => {
  it.each(['client', 'peer', 'admin', 'orderer'] as const)('is known as %s by its organisational unit', (role) => {
    const person = hospital.enrol(role);
    expect(channel.identity(person.bytes)).toMatchObject({
      mspId: 'HospitalMSP',
      role,
      certificatePem: person.certificatePem,
    });
  });

  it('may have other organisational units besides', () => {
    const person = hospital.enrol('client', { organisationalUnits: ['surgery', 'ward1'] });
    expect(channel.identity(person.bytes).role).toBe('client');
  });

  it('is made once for the same bytes', () => {
    const { bytes } = hospital.enrol('client');
    expect(channel.identity(Buffer.from(bytes))).toBe(channel.identity(bytes));
  });

  it('verifies what it signed and nothing else', () => {
    const person = hospital.enrol('client');
    const identity = channel.identity(person.bytes);
    const signature = person.sign(Buffer.from('said'));
    expect(identity.verify(Buffer.from('said'), signature)).toBe(true);
    expect(identity.verify(Buffer.from('unsaid'), signature)).toBe(false);
    expect(identity.verify(Buffer.from('said'), hospital.enrol('client').sign(Buffer.from('said')))).toBe(false);
    expect(identity.verify(Buffer.from('said'), Buffer.from('no signature'))).toBe(false);
  });

  it('is accepted when expired where nobody asks for the time, as in a block', () => {
    const late = hospital.enrol('client', { notAfter: new Date(Date.now() + 60_000) });
    expect(channel.identity(late.bytes, new Date()).role).toBe('client');
    const error = refusal(channel, late.bytes, new Date(Date.now() + 120_000));
    expect(error).toMatchObject({ fault: 'expired', message: 'identity expired', mspId: 'HospitalMSP' });
    expect(channel.identity(late.bytes).role).toBe('client');
  });

  it('comes by an intermediate CA where the organisation has one, and by that alone', () => {
    const intermediate = newIntermediate();
    const config = channelOf({ caCertificates: [hospital.authority.certificatePem, intermediate.certificatePem] });
    const below = createSigningIdentity({
      mspId: 'HospitalMSP',
      ...intermediate.issueIdentity({ commonName: 'below', organisationalUnits: ['client'] }),
    });
    expect(config.identity(below.bytes).role).toBe('client');
    expect(refusal(config, hospital.enrol('client').bytes).message).toMatch(
      /Parent certificate should be a leaf of the certification tree/,
    );
    expect(refusal(channel, below.bytes).message).toMatch(/certificate signed by unknown authority/);
  });
});

describe('an identity that is refused', () => {
  it.each([
    ['bytes that are no message', Buffer.from('garbage'), 'could not deserialize a SerializedIdentity'],
    [
      'an MSP the channel does not know',
      serialise('NopeMSP', hospital.enrol('client')),
      'MSP NopeMSP is not defined on channel',
    ],
    ['text in place of a certificate', raw('HospitalMSP', 'hello'), 'could not decode the PEM structure'],
    [
      'a certificate cut short',
      raw('HospitalMSP', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'),
      /^(DER|certificate)/,
    ],
  ])('%s is malformed', (_, serialised, message) => {
    const error = refusal(channel, serialised);
    expect(error.fault).toBe('malformed');
    expect(error.message).toMatch(message);
  });

  it('of another organisation’s authority', () => {
    expect(refusal(channel, serialise('HospitalMSP', pharmacy.enrol('client')))).toMatchObject({
      fault: 'malformed',
      mspId: 'HospitalMSP',
      message: 'the supplied identity is not valid: x509: certificate signed by unknown authority',
    });
  });

  it('that is an authority of its own making', () => {
    const stranger = createAuthority({ commonName: 'stranger' });
    expect(refusal(channel, serialiseIdentity('HospitalMSP', stranger.certificatePem))).toMatchObject({
      fault: 'invalid',
      message: expect.stringMatching(/Certificate Authority equals true cannot be used as an identity$/) as string,
    });
  });

  it('of an authority with the same name and another key', () => {
    const impostor = createAuthority({ commonName: 'ca.HospitalMSP', organisation: 'HospitalMSP' });
    const keys = impostor.issueIdentity({ commonName: 'x', organisationalUnits: ['admin'] });
    const forged = createSigningIdentity({ mspId: 'HospitalMSP', ...keys });
    expect(refusal(channel, forged.bytes).message).toMatch(/certificate signed by unknown authority/);
  });

  it('of an authority itself', () => {
    expect(refusal(channel, serialiseIdentity('HospitalMSP', hospital.authority.certificatePem)).message).toMatch(
      /Certificate Authority equals true cannot be used as an identity/,
    );
  });

  it('without an organisational unit that means something', () => {
    const { certificatePem } = hospital.authority.issueIdentity({ commonName: 'x', organisationalUnits: ['surgery'] });
    expect(refusal(channel, serialiseIdentity('HospitalMSP', certificatePem)).message).toMatch(
      /^could not validate identity's OUs: the identity does not have an OU that resolves to client, peer, orderer, or admin role\. OUs: \[surgery\([0-9A-F]{16}\)\], MSP: \[HospitalMSP\]$/,
    );
  });

  it('with two roles at once', () => {
    const both = hospital.enrol('client', { organisationalUnits: ['peer'] });
    expect(refusal(channel, both.bytes).message).toMatch(/not a combination of them/);
  });

  it('is not one that is for TLS servers besides', () => {
    const { certificatePem } = hospital.authority.issueIdentity({
      commonName: 'x',
      organisationalUnits: ['client'],
      profile: 'tls',
    });
    expect(channel.identity(serialiseIdentity('HospitalMSP', certificatePem)).role).toBe('client');
  });
});

describe('a revoked certificate', () => {
  const revoked = hospital.enrol('client');
  const other = hospital.enrol('client');

  it('is refused in the configuration that carries the list, and accepted in the one before', () => {
    const config = channelOf({ revocationLists: [hospital.revoke(revoked)] });
    expect(refusal(config, revoked.bytes)).toMatchObject({
      fault: 'invalid',
      message: 'could not validate identity against certification chain: The certificate has been revoked',
    });
    expect(config.identity(other.bytes).role).toBe('client');
    expect(channel.identity(revoked.bytes).role).toBe('client');
  });

  it('is not refused for a list that its own authority did not sign', () => {
    const impostor = newOrganisation('HospitalMSP');
    expect(channelOf({ revocationLists: [impostor.revoke(revoked)] }).identity(revoked.bytes).role).toBe('client');
  });

  it('cannot be named by a list that is none', () => {
    expect(() => channelOf({ revocationLists: [Buffer.from('no list')] })).toThrow(/HospitalMSP/);
  });
});

describe('an MSP', () => {
  it('needs an authority', () => {
    expect(() => channelOf({ caCertificates: [] })).toThrow('expected at least one CA certificate');
  });

  it('needs authorities that are some', () => {
    const { certificatePem } = hospital.authority.issueIdentity({ commonName: 'x' });
    expect(() => channelOf({ caCertificates: [hospital.authority.certificatePem, certificatePem] })).toThrow(
      /CA Certificate did not have the CA attribute/,
    );
  });
});

function serialise(mspId: string, person: SigningIdentity): Uint8Array {
  return serialiseIdentity(mspId, person.certificatePem);
}

function raw(mspId: string, text: string): Uint8Array {
  const identity = new msp.SerializedIdentity();
  identity.setMspid(mspId);
  identity.setIdBytes(Buffer.from(text));
  return identity.serializeBinary();
}
