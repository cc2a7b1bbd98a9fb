import { type CertificateAuthority, createAuthority, issueIdentity } from '../ca/issuer';
import type { NodeRole } from '../identity/identity';
import { serialiseIdentity } from '../identity/signing-identity';

/** Somebody who calls chaincodes in memory mode: a real certificate of the organisation's own CA. */
export interface MemoryIdentity {
  readonly mspId: string;
  readonly name: string;
  readonly certificatePem: string;
  /** `msp.SerializedIdentity`, as chaincodes see the creator. */
  readonly bytes: Uint8Array;
}

/** What goes into a certificate beside the name. */
export interface MemoryIdentityOptions {
  /** The NodeOU; `client` when left out. */
  readonly role?: NodeRole;
  /** Attributes that the chaincode reads from the certificate, as `{ 'rx.role': 'physician' }`. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Keys are slow to make, and nothing secret is behind them here: authorities are shared by all networks of a process. */
const authorities = new Map<string, CertificateAuthority>();
const identities = new Map<string, MemoryIdentity>();

/** The CA of an organisation, the same one for the whole process. */
export function memoryAuthority(mspId: string): CertificateAuthority {
  let authority = authorities.get(mspId);
  if (authority === undefined) {
    authority = createAuthority({ commonName: `ca.${mspId}`, organisation: mspId, country: 'DE' });
    authorities.set(mspId, authority);
  }
  return authority;
}

/** A member of an organisation: the same name, role and attributes give the same certificate. */
export function memoryIdentity(mspId: string, name: string, options: MemoryIdentityOptions = {}): MemoryIdentity {
  const { role = 'client', attributes = {} } = options;
  const key = JSON.stringify([mspId, name, role, Object.entries(attributes).sort()]);
  let identity = identities.get(key);
  if (identity === undefined) {
    const authority = memoryAuthority(mspId);
    const { certificatePem } = issueIdentity(authority, { commonName: name, role, attributes });
    identity = { mspId, name, certificatePem, bytes: serialiseIdentity(mspId, certificatePem) };
    identities.set(key, identity);
  }
  return identity;
}
