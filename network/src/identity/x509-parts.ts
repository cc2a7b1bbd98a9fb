import { isIP } from 'node:net';
import { element, identifier, sequence, set, utf8 } from './der';

/** Object identifiers of X.509 and PKCS #10. */
export const OID = {
  commonName: '2.5.4.3',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  extensionRequest: '1.2.840.113549.1.9.14',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
} as const;

/** A distinguished name of one part. */
export const nameOf = (commonName: string): Buffer =>
  sequence(set(sequence(identifier(OID.commonName), utf8(commonName))));

/** Names and IPv4 addresses that a certificate holds for. */
export const alternativeNames = (hosts: readonly string[]): Buffer =>
  sequence(
    ...hosts.map((host) =>
      isIP(host) === 4
        ? element(0x87, Buffer.from(host.split('.').map(Number)))
        : element(0x82, Buffer.from(host, 'ascii')),
    ),
  );
