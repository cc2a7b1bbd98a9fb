import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { bits, element, identifier, octets, sequence } from './der';
import { alternativeNames, nameOf, OID } from './x509-parts';

/** A key and a certificate that vouches for itself: whoever trusts it, trusts this one key. Both PEM. */
export interface SelfSigned {
  readonly privateKey: string;
  readonly certificate: string;
}

const DAY = 24 * 60 * 60 * 1000;
const BOOLEAN_TRUE = element(0x01, Buffer.from([0xff]));

/** Years before 2050 have two digits there. */
const utcTime = (time: Date): Buffer =>
  element(0x17, Buffer.from(`${time.toISOString().slice(2, 19).replace(/[-T:]/g, '')}Z`, 'ascii'));

const extension = (id: string, isCritical: boolean, content: Uint8Array): Buffer =>
  sequence(identifier(id), ...(isCritical ? [BOOLEAN_TRUE] : []), octets(content));

const extensions = (hosts: readonly string[]): Buffer =>
  element(
    0xa3,
    sequence(
      extension(OID.basicConstraints, true, sequence(BOOLEAN_TRUE)),
      // Signs (TLS 1.3, and itself).
      extension(OID.keyUsage, true, element(0x03, Buffer.from([2, 0x84]))),
      extension(OID.extendedKeyUsage, false, sequence(identifier(OID.serverAuth), identifier(OID.clientAuth))),
      ...(hosts.length > 0 ? [extension(OID.subjectAltName, false, alternativeNames(hosts))] : []),
    ),
  );

/** Makes a P-256 key and a TLS certificate for it that is its own authority, for a line whose two ends know each other. */
export const createSelfSigned = (
  commonName: string,
  hosts: readonly string[],
  days: number,
  now = new Date(),
): SelfSigned => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(identifier(OID.ecdsaWithSha256));
  const serial = randomBytes(16);
  serial[0] = (serial[0]! & 0x7f) | 0x40;
  const body = sequence(
    element(0xa0, element(0x02, Buffer.from([2]))),
    element(0x02, serial),
    algorithm,
    nameOf(commonName),
    sequence(utcTime(new Date(now.getTime() - 5 * 60 * 1000)), utcTime(new Date(now.getTime() + days * DAY))),
    nameOf(commonName),
    publicKey.export({ type: 'spki', format: 'der' }),
    extensions(hosts),
  );
  const certificate = sequence(body, algorithm, bits(sign('sha256', body, privateKey)));
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: pem('CERTIFICATE', certificate),
  };
};

/** DER in its text form. */
export const pem = (label: string, der: Buffer): string =>
  `-----BEGIN ${label}-----\n${der
    .toString('base64')
    .match(/.{1,64}/g)!
    .join('\n')}\n-----END ${label}-----\n`;
