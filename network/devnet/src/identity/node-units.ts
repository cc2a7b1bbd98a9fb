import type { msp } from '@hyperledger/fabric-protos';
import { asBuffer } from '../wire/bytes';
import { sha256 } from '../wire/hashes';
import { readCertificate } from './certificate';
import type { Authorities, Chain } from './chain';
import type { NodeRole } from './identity';
import { readPem } from './pem';

/** An organisational unit with a meaning to an MSP; where certifiers are named, only certificates from their path count. */
export interface UnitIdentifier {
  readonly unit: string;
  readonly certifiers: Buffer | undefined;
}

/** The units that tell clients, peers, administrators and orderers apart (NodeOUs). */
export interface NodeUnits {
  /** False: any certificate of the MSP is a member, and no role is known. */
  readonly isEnforced: boolean;
  readonly units: ReadonlyMap<NodeRole, UnitIdentifier>;
}

/** The hash by which Fabric names a path of CAs: the certificates from the issuer up to the root. */
export const certifiersIdentifier = (issuers: Chain): Buffer => sha256(...issuers.map(({ der }) => der));

const readUnit = (source: msp.FabricOUIdentifier, authorities: Authorities): UnitIdentifier => {
  const pem = asBuffer(source.getCertificate_asU8());
  const unit = source.getOrganizationalUnitIdentifier();
  if (pem.length === 0) return { unit, certifiers: undefined };
  const certificate = readCertificate(readPem(pem.toString('utf8')).bytes);
  return { unit, certifiers: certifiersIdentifier(authorities.path(certificate)) };
};

/** Reads the NodeOUs of an MSP's configuration. */
export const readNodeUnits = (source: msp.FabricNodeOUs | undefined, authorities: Authorities): NodeUnits => {
  const sources: [NodeRole, msp.FabricOUIdentifier | undefined][] = [
    ['client', source?.getClientOuIdentifier()],
    ['peer', source?.getPeerOuIdentifier()],
    ['admin', source?.getAdminOuIdentifier()],
    ['orderer', source?.getOrdererOuIdentifier()],
  ];
  const units = new Map<NodeRole, UnitIdentifier>();
  for (const [role, unit] of sources) if (unit) units.set(role, readUnit(unit, authorities));
  return { isEnforced: source?.getEnable() === true && units.size > 0, units };
};

/** Organisational units as Fabric prints them in its refusals. */
const printUnits = (units: readonly string[], certifiers: Buffer): string =>
  `[${units.map((unit) => `${unit}(${certifiers.toString('hex').toUpperCase().slice(0, 16)})`).join(' ')}]`;

/**
 * Which kind of node a certificate is for.
 * @param certifiers the path it came by, as `certifiersIdentifier` names it
 * @returns the role, or in `refusal` why it has none
 */
export const nodeRole = (
  nodeUnits: NodeUnits,
  organisationalUnits: readonly string[],
  certifiers: Buffer,
  mspId: string,
): { readonly role?: NodeRole; readonly refusal?: string } => {
  if (!nodeUnits.isEnforced) return {};
  const printed = (): string => printUnits(organisationalUnits, certifiers);
  const roles: NodeRole[] = [];
  for (const unit of organisationalUnits) {
    for (const [role, known] of nodeUnits.units) {
      if (known.unit !== unit) continue;
      if (known.certifiers && !known.certifiers.equals(certifiers)) {
        return { refusal: `certifiersIdentifier does not match: ${printed()}, MSP: [${mspId}]` };
      }
      roles.push(role);
    }
  }
  const [role, ...others] = roles;
  if (!role) {
    return {
      refusal: `the identity does not have an OU that resolves to client, peer, orderer, or admin role. OUs: ${printed()}, MSP: [${mspId}]`,
    };
  }
  if (others.length > 0) {
    return {
      refusal: `the identity must have a client, a peer, an orderer, or an admin OU role to be valid, not a combination of them. OUs: ${printed()}, MSP: [${mspId}]`,
    };
  }
  return { role };
};
