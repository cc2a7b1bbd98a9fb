import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ADMIN_LABEL } from '../../identity/enrol-member';
import type { CertificateAuthority } from '../../identity/certificate-authority';
import { isInForce } from '../../identity/certificate-state';
import { writePrivate } from '../../identity/private-file';
import { createSelfSigned } from '../../identity/self-signed';
import type { Wallet } from '../../identity/wallet';
import type { Member } from '../../topology/consortium';
import type { Node } from '../node';
import { IDENTITY_FILES, type NodeIdentity, readNodeCertificates, writeNodeIdentity } from './identity-files';

const OPERATOR_DAYS = 825;

const secret = (): string => randomBytes(24).toString('base64url');

const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');

/** A node's identity and TLS certificate as they stand in a folder, where they are in force. */
export const presentIdentity = (
  folder: string,
  member: Member,
  authorities: readonly string[],
): NodeIdentity | undefined => {
  const { signing, tls } = readNodeCertificates(folder);
  const now = new Date();
  if (!signing || !tls || ![signing, tls].every((certificate) => isInForce(certificate, authorities, now))) {
    return undefined;
  }
  const { mspId } = member;
  return {
    signing: { mspId, certificate: signing, privateKey: read(folder, IDENTITY_FILES.key) },
    tls: { mspId, certificate: tls, privateKey: read(folder, IDENTITY_FILES.tlsKey) },
    authorities,
  };
};

/**
 * Gets a node new keys with an identity and a TLS certificate of its member's CA, and writes them into a folder.
 * @param hosts names under which the node is reached
 */
export const enrolIdentity = async (
  node: Node,
  folder: string,
  authority: CertificateAuthority,
  authorities: readonly string[],
  hosts: readonly string[],
): Promise<NodeIdentity> => {
  const type = node.kind === 'peer' ? 'peer' : 'orderer';
  const registration = { id: type, secret: secret(), type, attributes: [] } as const;
  await authority.register(registration);
  const [signing, tls] = await Promise.all([
    authority.enrol(registration.id, registration.secret),
    authority.enrol(registration.id, registration.secret, hosts),
  ]);
  const identity: NodeIdentity = { signing: signing.identity, tls: tls.identity, authorities };
  writeNodeIdentity(folder, identity);
  return identity;
};

/** A node's identity and TLS certificate from its member's CA. Those in force are kept. */
export const enrolNode = async (
  node: Node,
  member: Member,
  folder: string,
  authority: CertificateAuthority,
  authorities: readonly string[],
  hosts: readonly string[],
): Promise<NodeIdentity> =>
  presentIdentity(folder, member, authorities) ?? enrolIdentity(node, folder, authority, authorities, hosts);

/** The member's administrator, whom peers let in to their channels; kept where in force. */
export const enrolAdministrator = async (
  wallet: Wallet,
  authority: CertificateAuthority,
  authorities: readonly string[],
): Promise<void> => {
  const present = wallet.get(ADMIN_LABEL);
  if (present && isInForce(present.certificate, authorities, new Date())) return;
  const registration = { id: ADMIN_LABEL, secret: secret(), type: 'admin', attributes: [] } as const;
  await authority.register(registration);
  wallet.put(ADMIN_LABEL, (await authority.enrol(registration.id, registration.secret)).identity);
};

/** The one key for which an orderer opens its participation API: no certificate of the CA is let in there. */
export const ensureOperatorKey = (folder: string, member: Member): void => {
  if (existsSync(join(folder, IDENTITY_FILES.operatorCertificate))) return;
  const { privateKey, certificate } = createSelfSigned(`operator.${member.domain}`, [], OPERATOR_DAYS);
  writePrivate(join(folder, IDENTITY_FILES.operatorKey), privateKey);
  writePrivate(join(folder, IDENTITY_FILES.operatorCertificate), certificate);
};
