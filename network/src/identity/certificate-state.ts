import { X509Certificate } from 'node:crypto';

/** Certificates of a PEM text, one each. */
export const certificatesOf = (pem: string): readonly string[] =>
  pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];

/** End of a certificate's validity. */
export const endOf = (certificate: string): Date => new Date(new X509Certificate(certificate).validTo);

/** True when the certificate is in force at `now` and was signed by one of the authorities. */
export const isInForce = (certificate: string, authorities: readonly string[], now: Date): boolean => {
  const parsed = new X509Certificate(certificate);
  if (new Date(parsed.validTo) <= now) return false;
  return authorities.some((authority) => parsed.verify(new X509Certificate(authority).publicKey));
};
