export { CaError } from './ca-error';
export {
  type AuthorityContents,
  startCertificateAuthority,
  type CertificateAuthorityOptions,
  type RunningCertificateAuthority,
} from './certificate-authority';
export { createAuthority, issueIdentity, restoreAuthority, type CertificateAuthority, type KeyPair } from './issuer';
export type { NodeRequest } from './issue-node';
export { RegistryError } from './registry/database';
