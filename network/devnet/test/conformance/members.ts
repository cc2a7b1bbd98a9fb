import { generateKeyPairSync } from 'node:crypto';
import { createAuthority } from '../../src/ca/issuer';
import { memberOf, type Member } from '../support/member';

/** The members of the network whose answers were recorded, and of every network that is held against them. */
export const mspIds: Readonly<Record<'hospital' | 'centre' | 'pharmacy' | 'thirdParty', string>> = {
  hospital: 'HospitalMSP',
  centre: 'CentreMSP',
  pharmacy: 'PharmacyMSP',
  thirdParty: 'ThirdPartyMSP',
};

/** Likewise, each with a name. */
export const organisations: readonly { readonly name: string; readonly mspId: string }[] = [
  { name: 'hospital', mspId: mspIds.hospital },
  { name: 'centre', mspId: mspIds.centre },
  { name: 'pharmacy', mspId: mspIds.pharmacy },
  { name: 'thirdparty', mspId: mspIds.thirdParty },
];

/** Endorsement policy of the chaincode: any two of the four, as in the recorded network. */
export const anyTwo = `OutOf(2,${organisations.map(({ mspId }) => `'${mspId}.peer'`).join(',')})`;

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
