import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import { bits, element, identifier, octets, sequence, set, utf8 } from './der';

const OID = {
  commonName: '2.5.4.3',
  extensionRequest: '1.2.840.113549.1.9.14',
  subjectAltName: '2.5.29.17',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
} as const;

/** A new P-256 key, and the request (PKCS #10, PEM) for a certificate for it. */
export interface KeyAndRequest {
  /** PKCS #8, PEM. */
  readonly privateKey: string;
  readonly request: string;
}

const addressBytes = (address: string): Buffer => {
  if (isIP(address) !== 4) throw new TypeError('only IPv4 addresses go into certificates here');
  return Buffer.from(address.split('.').map(Number));
};

const alternativeName = (host: string): Buffer =>
  isIP(host) ? element(0x87, addressBytes(host)) : element(0x82, Buffer.from(host, 'ascii'));

const extensionRequest = (hosts: readonly string[]): Buffer => {
  if (hosts.length === 0) return element(0xa0);
  const names = sequence(...hosts.map(alternativeName));
  const extensions = sequence(sequence(identifier(OID.subjectAltName), octets(names)));
  return element(0xa0, sequence(identifier(OID.extensionRequest), set(extensions)));
};

const requestFor = (commonName: string, hosts: readonly string[], publicKey: KeyObject, key: KeyObject): string => {
  const subject = sequence(set(sequence(identifier(OID.commonName), utf8(commonName))));
  const version = element(0x02, Buffer.from([0]));
  const info = sequence(version, subject, publicKey.export({ type: 'spki', format: 'der' }), extensionRequest(hosts));
  const signature = sign('sha256', info, key);
  const request = sequence(info, sequence(identifier(OID.ecdsaWithSha256)), bits(signature));
  const lines = request
    .toString('base64')
    .match(/.{1,64}/g)!
    .join('\n');
  return `-----BEGIN CERTIFICATE REQUEST-----\n${lines}\n-----END CERTIFICATE REQUEST-----\n`;
};

/**
 * Makes a key and asks for a certificate for it. The key never leaves this machine.
 * @param hosts names and addresses the certificate shall hold for, if it is for TLS
 */
export const createRequest = (commonName: string, hosts: readonly string[] = []): KeyAndRequest => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    request: requestFor(commonName, hosts, publicKey, privateKey),
  };
};
