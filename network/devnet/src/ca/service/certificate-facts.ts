import type { X509Certificate } from 'node:crypto';

import { children, readDer, readOid, type DerNode } from '../x509/der';
import { EXTENSION } from '../x509/extensions';
import { nameFromDer } from '../x509/name';

/** What a registry keeps of a certificate: hexadecimal without leading zeros, as Fabric CA writes serials and keys. */
export interface CertificateFacts {
  readonly serial: string;
  readonly aki: string;
  /** The common name: the enrolment id. */
  readonly id: string;
  readonly expiresAt: Date;
}

/** Reads serial number, authority key, enrolment id and expiry from a certificate. */
export function factsOf(certificate: X509Certificate): CertificateFacts {
  const fields = children(children(readDer(certificate.raw))[0]!);
  return {
    serial: withoutZeros(certificate.serialNumber),
    aki: withoutZeros(authorityKeyOf(fields)),
    id: nameFromDer(fields[5]!.raw).commonName,
    expiresAt: new Date(certificate.validTo),
  };
}

/** Hexadecimal as the registry keeps it: lower case, no colons, no leading zeros. */
export const withoutZeros = (hex: string): string => hex.toLowerCase().replaceAll(':', '').replace(/^0+/, '');

function authorityKeyOf(fields: readonly DerNode[]): string {
  const extensions = fields.at(-1)?.tag === 0xa3 ? children(children(fields.at(-1)!)[0]!) : [];
  for (const parts of extensions.map(children)) {
    if (!parts[0] || readOid(parts[0]) !== EXTENSION.authorityKeyIdentifier) continue;
    return children(readDer(parts.at(-1)!.content))[0]?.content.toString('hex') ?? '';
  }
  return '';
}
