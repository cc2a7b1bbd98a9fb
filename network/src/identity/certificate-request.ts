import { generateKeyPairSync, sign } from 'node:crypto';
import { bits, element, identifier, octets, sequence, set } from './der';
import { pem } from './self-signed';
import { alternativeNames, nameOf, OID } from './x509-parts';

/** A new P-256 key, and the request (PKCS #10, PEM) for a certificate for it. */
export interface KeyAndRequest {
  /** PKCS #8, PEM. */
  readonly privateKey: string;
  readonly request: string;
}

/** PKCS #10's attribute that asks for extensions, here for the names a TLS certificate is to hold for. */
const wishFor = (hosts: readonly string[]): readonly Buffer[] => {
  if (hosts.length === 0) return [];
  const names = sequence(identifier(OID.subjectAltName), octets(alternativeNames(hosts)));
  return [sequence(identifier(OID.extensionRequest), set(sequence(names)))];
};

/**
 * Makes a key and asks for a certificate for it. The key never leaves this machine.
 * @param hosts names and IPv4 addresses of a TLS certificate
 */
export const createRequest = (commonName: string, hosts: readonly string[] = []): KeyAndRequest => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const version = element(0x02, Buffer.from([0]));
  const attributes = element(0xa0, ...wishFor(hosts));
  const info = sequence(version, nameOf(commonName), publicKey.export({ type: 'spki', format: 'der' }), attributes);
  const signature = sign('sha256', info, privateKey);
  const request = sequence(info, sequence(identifier(OID.ecdsaWithSha256)), bits(signature));
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    request: pem('CERTIFICATE REQUEST', request),
  };
};
