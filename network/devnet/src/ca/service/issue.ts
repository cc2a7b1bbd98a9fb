import { X509Certificate } from 'node:crypto';

import type { IssueRequest } from '../issuer';
import { factsOf } from './certificate-facts';
import type { CaContext } from './context';

/** Issues a certificate and enters it in the registry: one that is not there cannot authenticate, nor be revoked. */
export function issueCertificate({ authority, registry }: CaContext, request: IssueRequest): string {
  const pem = authority.issue(request);
  registry.certificates.insert({ ...factsOf(new X509Certificate(pem)), pem });
  return pem;
}
