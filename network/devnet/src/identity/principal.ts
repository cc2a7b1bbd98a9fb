import { msp } from '@hyperledger/fabric-protos';
import { asBuffer } from '../wire/bytes';
import { decode } from '../wire/protobuf';
import type { NodeRole } from './identity';
import type { MemberIdentity } from './member-identity';

/** Says whether a valid identity is one that a policy means. Made once for each principal. */
export type PrincipalTest = (identity: MemberIdentity) => boolean;

/** Resolves the identity that an IDENTITY principal names; undefined where the channel does not vouch for it. */
export type Resolve = (serialised: Uint8Array) => MemberIdentity | undefined;

const { ROLE, ORGANIZATION_UNIT, IDENTITY, ANONYMITY, COMBINED } = msp.MSPPrincipal.Classification;
const roleTypes = msp.MSPRole.MSPRoleType;

const nodeRoles: Readonly<Partial<Record<number, NodeRole>>> = {
  [roleTypes.CLIENT]: 'client',
  [roleTypes.PEER]: 'peer',
  [roleTypes.ORDERER]: 'orderer',
};

const never: PrincipalTest = () => false;

const roleTest = (content: Uint8Array): PrincipalTest => {
  const role = decode(msp.MSPRole, content);
  const mspId = role.getMspIdentifier();
  const type = role.getRole();
  if (type === roleTypes.MEMBER) return (identity) => identity.mspId === mspId;
  if (type === roleTypes.ADMIN) {
    return (identity) => identity.mspId === mspId && (identity.role === 'admin' || identity.facts.isNamedAdmin);
  }
  const wanted = nodeRoles[type];
  return wanted ? (identity) => identity.mspId === mspId && identity.role === wanted : never;
};

const unitTest = (content: Uint8Array): PrincipalTest => {
  const unit = decode(msp.OrganizationUnit, content);
  const mspId = unit.getMspIdentifier();
  const name = unit.getOrganizationalUnitIdentifier();
  const certifiers = unit.getCertifiersIdentifier_asU8();
  return ({ facts }) =>
    facts.mspId === mspId &&
    facts.certificate.organisationalUnits.includes(name) &&
    facts.certifiers.equals(certifiers);
};

const identityTest = (content: Uint8Array, resolve: Resolve): PrincipalTest => {
  const bytes = Buffer.from(asBuffer(content));
  return (identity) => {
    const named = resolve(bytes);
    return named !== undefined && named.key === identity.key;
  };
};

const anonymityTest = (content: Uint8Array): PrincipalTest => {
  const { NOMINAL } = msp.MSPIdentityAnonymity.MSPIdentityAnonymityType;
  const isNominal = decode(msp.MSPIdentityAnonymity, content).getAnonymityType() === NOMINAL;
  return () => isNominal;
};

const combinedTest = (content: Uint8Array, resolve: Resolve): PrincipalTest => {
  const tests = decode(msp.CombinedPrincipal, content)
    .getPrincipalsList()
    .map((principal) => principalTest(principal, resolve));
  return (identity) => tests.length > 0 && tests.every((test) => test(identity));
};

/**
 * The test a principal stands for. A principal that cannot be read is satisfied by nobody.
 * @param resolve how to read an identity that the principal names outright
 */
export const principalTest = (principal: msp.MSPPrincipal, resolve: Resolve): PrincipalTest => {
  const content = principal.getPrincipal_asU8();
  try {
    switch (principal.getPrincipalClassification()) {
      case ROLE:
        return roleTest(content);
      case ORGANIZATION_UNIT:
        return unitTest(content);
      case IDENTITY:
        return identityTest(content, resolve);
      case ANONYMITY:
        return anonymityTest(content);
      case COMBINED:
        return combinedTest(content, resolve);
      default:
        return never;
    }
  } catch {
    return never;
  }
};
