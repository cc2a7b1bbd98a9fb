import { generateKeyPairSync } from 'node:crypto';
import { peer } from '@hyperledger/fabric-protos';
import { createAuthority, issueIdentity } from '../../src/ca';
import { parsePolicy } from '../../src/identity/policy-language';
import { memberOf, type Member } from '../support/member';

const hospital = 'HospitalMSP';
const centre = 'CentreMSP';
const pharmacy = 'PharmacyMSP';
const thirdParty = 'ThirdPartyMSP';

/** The members of the network whose answers were recorded. */
export const mspIds = { hospital, centre, pharmacy, thirdParty } as const;

export const organisations = [
  { name: 'hospital', mspId: hospital },
  { name: 'centre', mspId: centre },
  { name: 'pharmacy', mspId: pharmacy },
  { name: 'thirdparty', mspId: thirdParty },
];

/** Any two of the four, as in the recorded network. */
export const anyTwo = `OutOf(2,${organisations.map(({ mspId }) => `'${mspId}.peer'`).join(',')})`;

/** One collection, for the eyes of hospital and pharmacy. */
export const collections = (): peer.CollectionConfigPackage => {
  const policy = new peer.CollectionPolicyConfig();
  policy.setSignaturePolicy(parsePolicy(`OR('${hospital}.member','${pharmacy}.member')`));
  const config = new peer.StaticCollectionConfig();
  config.setName('members');
  config.setMaximumPeerCount(1);
  config.setMemberOrgsPolicy(policy);
  config.setMemberOnlyRead(true);
  const wrapped = new peer.CollectionConfig();
  wrapped.setStaticCollectionConfig(config);
  const all = new peer.CollectionConfigPackage();
  all.addConfig(wrapped);
  return all;
};

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

/** Somebody with a certificate of a CA that the channel does not know. */
export const stranger = (mspId: string): Member => {
  const authority = createAuthority({ commonName: 'ca.nowhere', organisation: 'nowhere' });
  const pair = issueIdentity(authority, { commonName: 'stranger', role: 'client' });
  return memberOf(mspId, pair.certificatePem, pair.privateKeyPem);
};
