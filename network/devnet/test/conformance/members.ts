import { generateKeyPairSync } from 'node:crypto';
import { createAuthority } from '../../src/ca/issuer';
import { memberOf, type Member } from '../support/member';

/** The members of the network whose answers were recorded, and of every network that is held against them. */
export const mspIds = {
  hospital: 'HospitalMSP',
  centre: 'CentreMSP',
  pharmacy: 'PharmacyMSP',
  thirdParty: 'ThirdPartyMSP',
} as const;

/** The channel of that network. */
export const channel = 'rx';

/** The same certificate under another organisation's name. */
export const claimedBy = (member: Member, mspId: string): Member =>
  memberOf(mspId, member.certificate, member.privateKeyPem);

/** The same certificate with a key that does not belong to it. */
export const withForeignKey = (member: Member): Member => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return memberOf(member.mspId, member.certificate, privateKey.export({ type: 'pkcs8', format: 'pem' }) as string);
};

/** Somebody with a certificate that a CA of no organisation signed: its own. */
export const selfSigned = (mspId: string): Member => {
  const authority = createAuthority({ commonName: 'nobody', organisation: 'nowhere' });
  return memberOf(mspId, authority.certificatePem, authority.privateKeyPem);
};
