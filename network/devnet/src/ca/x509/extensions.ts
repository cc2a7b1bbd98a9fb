import { isIP, isIPv4 } from 'node:net';
import { bitString, boolean, der, integer, octetString, oid, sequence } from './der';

/** Where Fabric CA puts a certificate's attributes: JSON, `{"attrs":{"name":"value"}}`. */
export const ATTRIBUTES_OID = '1.2.3.4.5.6.7.8.1';

/** Object identifiers of the extensions that are read and written here. */
export const EXTENSION = {
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  basicConstraints: '2.5.29.19',
  subjectKeyIdentifier: '2.5.29.14',
  authorityKeyIdentifier: '2.5.29.35',
  subjectAlternativeName: '2.5.29.17',
  crlNumber: '2.5.29.20',
} as const;

/** What a certificate may be used for: the three signing profiles of a Fabric CA. */
export type CertificateProfile = 'signing' | 'tls' | 'ca';

// The bits of KeyUsage with the number of unused ones before them (RFC 5280, 4.2.1.3).
const KEY_USAGE: Record<CertificateProfile, [unused: number, bits: number]> = {
  signing: [7, 0x80],
  tls: [3, 0xa8],
  ca: [1, 0x06],
};

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

/** One extension as it stands in a certificate. */
export function extension(id: string, value: Uint8Array, critical = false): Buffer {
  return sequence(oid(id), ...(critical ? [boolean(true)] : []), octetString(value));
}

/** Key usage, extended key usage and basic constraints of a profile. */
export function usageExtensions(profile: CertificateProfile, pathLength = 0): Buffer[] {
  const [unused, bits] = KEY_USAGE[profile];
  const constraints = profile === 'ca' ? sequence(boolean(true), integer(Buffer.from([pathLength]))) : sequence();
  return [
    extension(EXTENSION.keyUsage, bitString(Buffer.from([bits]), unused), true),
    ...(profile === 'tls' ? [extension(EXTENSION.extendedKeyUsage, sequence(oid(SERVER_AUTH), oid(CLIENT_AUTH)))] : []),
    extension(EXTENSION.basicConstraints, constraints, true),
  ];
}

export const subjectKeyExtension = (keyId: Uint8Array): Buffer =>
  extension(EXTENSION.subjectKeyIdentifier, octetString(keyId));

export const authorityKeyExtension = (keyId: Uint8Array): Buffer =>
  extension(EXTENSION.authorityKeyIdentifier, sequence(der(0x80, keyId)));

/** Host names, IP addresses and e-mail addresses a certificate stands for. */
export function alternativeNamesExtension(names: readonly string[]): Buffer[] {
  if (names.length === 0) return [];
  return [extension(EXTENSION.subjectAlternativeName, sequence(...names.map(generalName)))];
}

/** The attributes of the enrolled person, for chaincode to read. */
export function attributesExtension(attributes: Readonly<Record<string, string>> | undefined): Buffer[] {
  if (!attributes) return [];
  return [extension(ATTRIBUTES_OID, Buffer.from(JSON.stringify({ attrs: attributes })))];
}

function generalName(name: string): Buffer {
  if (isIP(name)) return der(0x87, ipBytes(name));
  return name.includes('@') ? der(0x81, Buffer.from(name)) : der(0x82, Buffer.from(name));
}

function ipBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail = ''] = address.split('::');
  const groups = (text: string) => (text ? text.split(':') : []);
  const [left, right] = [groups(head), groups(tail)];
  const middle = new Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
  return Buffer.from([...left, ...middle, ...right].map((group) => group.padStart(4, '0')).join(''), 'hex');
}
