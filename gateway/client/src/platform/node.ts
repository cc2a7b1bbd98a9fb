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

/** Cryptography by Node's own module. `./platform.ts` says what each does. */

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

export async function sealBytes(key: CryptoKey, nonce: Bytes, plain: Bytes, head: Bytes): Promise<Bytes> {
  const cipher = createCipheriv('aes-256-gcm', secretOf(key), nonce);
  const sealed = new Uint8Array(head.length + plain.length + TAG_BYTES);
  sealed.set(head);
  sealed.set(cipher.update(plain), head.length);
  cipher.final();
  sealed.set(cipher.getAuthTag(), head.length + plain.length);
  return sealed;
}

export async function openBytes(key: CryptoKey, nonce: Bytes, sealed: Bytes): Promise<Bytes> {
  const decipher = createDecipheriv('aes-256-gcm', secretOf(key), nonce);
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  const plain = decipher.update(sealed.subarray(0, -TAG_BYTES));
  decipher.final();
  return new Uint8Array(plain.buffer as ArrayBuffer, plain.byteOffset, plain.length);
}

export async function hashKeyed(key: CryptoKey, bytes: Bytes): Promise<Bytes> {
  const mac = createCipheriv('aes-256-gcm', secretOf(key), Buffer.alloc(12)).setAAD(bytes);
  mac.final();
  return copyOf(mac.getAuthTag());
}

const TAG_BYTES = 16;

const secretOf = (key: CryptoKey): KeyObject => KeyObject.from(key as webcrypto.CryptoKey);

/** A small Buffer is a view of a pool that others write to. */
const copyOf = (bytes: Buffer): Bytes => Uint8Array.from(bytes);
