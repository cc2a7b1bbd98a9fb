import { X509Certificate } from 'node:crypto';
import { createAuthority, issueIdentity, type CertificateAuthority, type IdentityRequest } from '../../src/ca/issuer';
import type { GenesisOrganisation } from '../../src/config/genesis';
import type { NodeRole, SigningIdentity } from '../../src/identity/identity';
import { createSigningIdentity } from '../../src/identity/signing-identity';

/** An organisation with an authority of its own, for tests. */
export interface TestOrganisation {
  readonly mspId: string;
  readonly authority: CertificateAuthority;
  readonly genesis: GenesisOrganisation;
  /** Somebody new of this organisation. */
  enrol(role: NodeRole, request?: Partial<IdentityRequest>): SigningIdentity;
  /** A CRL that revokes these certificates. */
  revoke(...revoked: readonly SigningIdentity[]): Uint8Array;
}

export const newOrganisation = (mspId: string): TestOrganisation => {
  const authority = createAuthority({ commonName: `ca.${mspId}`, organisation: mspId });
  return {
    mspId,
    authority,
    genesis: {
      mspId,
      caCertificates: [authority.certificatePem],
      tlsCaCertificates: [authority.certificatePem],
      anchorPeers: [{ host: 'localhost', port: 7051 }],
      ordererEndpoints: ['localhost:7050'],
    },
    enrol: (role, request = {}) =>
      createSigningIdentity({ mspId, ...issueIdentity(authority, { commonName: `${role}1`, ...request, role }) }),
    revoke: (...revoked) => {
      const entries = revoked.map(({ certificatePem }) => ({
        serial: new X509Certificate(certificatePem).serialNumber,
        revokedAt: new Date(),
      }));
      return Buffer.from(authority.crl(entries));
    },
  };
};
