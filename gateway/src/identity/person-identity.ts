import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { ROLE_ATTRIBUTE, ROLES, type Role } from '@rxledger/chaincode/api';
import type { SigningIdentity } from '../ledger/signer';
import { certificateAttributes } from './certificate-attributes';

/** A person's certificate and key, ready to sign. */
export interface PersonIdentity extends SigningIdentity {
  readonly enrolmentId: string;
  /** Certificate attribute `rx.role`. */
  readonly role: Role | undefined;
  /** End of the certificate, milliseconds since the epoch. */
  readonly validUntil: number;
}

/** What is kept and exchanged: PEM texts. */
export interface IdentityMaterial {
  readonly mspId: string;
  readonly certificate: string;
  readonly privateKey: string;
}

/**
 * Makes an identity from its PEM texts.
 * @throws Error where certificate and key are not an X.509 certificate and its own P-256 key
 */
export function personIdentity(enrolmentId: string, material: IdentityMaterial): PersonIdentity {
  const certificate = new X509Certificate(material.certificate);
  const privateKey: KeyObject = createPrivateKey(material.privateKey);
  if (privateKey.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw new Error('the key is not on P-256');
  if (!certificate.checkPrivateKey(privateKey)) throw new Error('the key is not the certificate’s');
  const role = certificateAttributes(certificate.raw)[ROLE_ATTRIBUTE];
  return {
    enrolmentId,
    mspId: material.mspId,
    certificate: material.certificate,
    privateKey,
    role: ROLES.find((known) => known === role),
    validUntil: Date.parse(certificate.validTo),
  };
}
