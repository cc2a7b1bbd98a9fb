import { Problem } from '../http/problem';
import type { ConnectionProfile } from '../ledger/connection-profile';
import type { Log } from '../log';
import { CertificateAuthority } from './certificate-authority';
import type { Enrolment } from './enrolment';
import type { IdentityStore } from './identity-store';

interface AuthorityConfig {
  /** Unless told: the authority of the connection profile. */
  readonly url?: string;
  readonly caName?: string;
  readonly registrar: string;
}

/** Enrolment at the configured authority; without one every request is refused, and the rest of the gateway works. */
export function createEnrolment(
  config: AuthorityConfig | undefined,
  profile: ConnectionProfile,
  store: IdentityStore,
  log: Log,
): Enrolment {
  const authority = profile.authorities[0];
  const url = config?.url ?? authority?.url;
  if (config === undefined || url === undefined) return NO_AUTHORITY;
  const tlsCertificates = profile.authorities.find((known) => known.url === url)?.tlsCertificates ?? [];
  const caName = config.caName ?? authority?.caName;
  return new CertificateAuthority({ url, caName, tlsCertificates, registrar: config.registrar, store, log });
}

const refuse = async (): Promise<never> => {
  throw new Problem('GATEWAY_NOT_FOUND');
};

const NO_AUTHORITY: Enrolment = { enrol: refuse, renew: refuse, revoke: refuse, list: refuse };
