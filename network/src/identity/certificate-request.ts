import { generateKeyPairSync, sign } from 'node:crypto';
import { bits, element, identifier, sequence } from './der';
import { pem } from './self-signed';
import { nameOf, OID } from './x509-parts';

/** A new P-256 key, and the request (PKCS #10, PEM) for a certificate for it. */
export interface KeyAndRequest {
  /** PKCS #8, PEM. */
  readonly privateKey: string;
  readonly request: string;
}

/** Makes a key and asks for a certificate for it. The key never leaves this machine. */
export const createRequest = (commonName: string): KeyAndRequest => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const version = element(0x02, Buffer.from([0]));
  const noAttributes = element(0xa0);
  const info = sequence(version, nameOf(commonName), publicKey.export({ type: 'spki', format: 'der' }), noAttributes);
  const signature = sign('sha256', info, privateKey);
  const request = sequence(info, sequence(identifier(OID.ecdsaWithSha256)), bits(signature));
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    request: pem('CERTIFICATE REQUEST', request),
  };
};
