import {
  createCipheriv,
  createDecipheriv,
  createECDH,
  createHash,
  createPublicKey,
  diffieHellman,
  KeyObject,
  type webcrypto,
} from 'node:crypto';
import type { CryptoKey } from 'jose';
import type { Agreement, Bytes, Point } from './platform.ts';

/** Key agreement and key wrapping by Node's own cryptography. `./platform.ts` says what each does. */

const CURVE = 'prime256v1';
/** RFC 3394, section 2.2.3.1: what tells a key that was unwrapped from noise. */
const KEY_WRAP_IV = Buffer.from('a6a6a6a6a6a6a6a6', 'hex');

export async function agreeAnew({ x, y }: Point): Promise<Agreement> {
  const own = createECDH(CURVE);
  const point = own.generateKeys();
  // Node checks that the point is on the curve.
  const agreed = own.computeSecret(
    Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]),
  );
  const ephemeral = { x: point.toString('base64url', 1, 33), y: point.toString('base64url', 33) };
  return { ephemeral, agreed: copyOf(agreed) };
}

export async function agree(own: CryptoKey, { x, y }: Point): Promise<Bytes> {
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  const privateKey = KeyObject.from(own as webcrypto.CryptoKey);
  return copyOf(diffieHellman({ privateKey, publicKey }));
}

export async function wrapBytes(wrapping: Bytes, secret: Bytes): Promise<Bytes> {
  const cipher = createCipheriv('id-aes256-wrap', wrapping, KEY_WRAP_IV);
  return copyOf(Buffer.concat([cipher.update(secret), cipher.final()]));
}

export async function unwrapBytes(wrapping: Bytes, wrapped: Bytes): Promise<Bytes> {
  const decipher = createDecipheriv('id-aes256-wrap', wrapping, KEY_WRAP_IV);
  return copyOf(Buffer.concat([decipher.update(wrapped), decipher.final()]));
}

export const sha256 = async (bytes: Uint8Array): Promise<Bytes> => copyOf(createHash('sha256').update(bytes).digest());

/** A small Buffer is a view of a pool that others write to. */
const copyOf = (bytes: Buffer): Bytes => Uint8Array.from(bytes);
