import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';

import type { NodeRole } from '../identity/identity';
import { issueIdentity, type KeyPair } from './issuer';
import type { KeyStore } from './key-store';
import { factsOf } from './service/certificate-facts';
import type { CaContext } from './service/context';
import { ownAttributes } from './service/register';

/** A node of the organisation, or a person of its own, that gets a certificate without enrolling. */
export interface NodeRequest {
  readonly commonName: string;
  /** The NodeOU. */
  readonly role: NodeRole;
  /** Host names and addresses the node answers at. */
  readonly hosts?: readonly string[];
  /** A TLS certificate instead of one to sign with. */
  readonly tls?: boolean;
}

/** A week before its end a certificate is no longer taken from the store. */
const RENEWAL = 7 * 86_400_000;

/**
 * Key and certificate of a node. The same node gets the same pair until it is revoked, wants other hosts, or nears its end.
 * The registry knows the node, so that it can be revoked like anybody, but no secret enrols in its name.
 */
export function issueNode(context: CaContext, store: KeyStore, request: NodeRequest): KeyPair {
  const name = `${request.role}-${request.commonName}${request.tls ? '-tls' : ''}`;
  const kept = store.read(name);
  if (kept && isGood(context, kept, request)) return kept;
  const { commonName, role, hosts = [], tls } = request;
  const pair = issueIdentity(context.authority, { commonName, role, sans: hosts, profile: tls ? 'tls' : 'signing' });
  context.registry.transaction(() => {
    const { identities, certificates } = context.registry;
    const attributes = ownAttributes(commonName, role, '');
    identities.insert({ id: commonName, secret: '', type: role, affiliation: '', attributes, maxEnrolments: 0 });
    certificates.insert({ ...factsOf(new X509Certificate(pair.certificatePem)), pem: pair.certificatePem });
  });
  store.write(name, pair);
  return pair;
}

function isGood({ registry, now }: CaContext, { certificatePem }: KeyPair, { hosts = [], tls }: NodeRequest): boolean {
  const certificate = new X509Certificate(certificatePem);
  const { serial, aki, expiresAt } = factsOf(certificate);
  const at = tls ? new Date() : now();
  const record = registry.certificates.find(serial, aki);
  const isStanding = record !== undefined && !record.revokedAt && expiresAt.getTime() - at.getTime() > RENEWAL;
  return isStanding && hosts.every((host) => (isIP(host) ? certificate.checkIP(host) : certificate.checkHost(host)));
}
