import {
  createCipheriv,
  createDecipheriv,
  createECDH,
  createHash,
  createHmac,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  KeyObject,
  subtle,
  type CipherGCM,
  type webcrypto,
} from 'node:crypto';
import type { CryptoKey } from 'jose';
import type { Agreement, Bytes, Point, Sealing } from './platform.ts';

/** Cryptography by Node's own module. `./platform.ts` says what each does. */

const CURVE = 'prime256v1';
const TAG_BYTES = 16;
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

/** From here on it pays to have another thread hash, while this one goes on. */
const MUCH = 1 << 16;

export const sha256 = async (bytes: Uint8Array): Promise<Bytes> =>
  bytes.length < MUCH
    ? copyOf(createHash('sha256').update(bytes).digest())
    : new Uint8Array(await subtle.digest('SHA-256', bytes));

export const authenticate = async (key: Bytes, bytes: Bytes): Promise<Bytes> =>
  copyOf(createHmac('sha256', key).update(bytes).digest());

export const deriveBytes = async (secret: Uint8Array, use: Bytes, length: number): Promise<Bytes> =>
  new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(), use, length));

export async function sealBytes(sealing: Sealing, plain: Uint8Array, head = new Uint8Array()): Promise<Bytes> {
  const cipher = cipherOf(sealing);
  const sealed = new Uint8Array(head.length + plain.length + TAG_BYTES);
  sealed.set(head);
  sealed.set(cipher.update(plain), head.length);
  cipher.final();
  sealed.set(cipher.getAuthTag(), head.length + plain.length);
  return sealed;
}

export async function openBytes({ key, nonce, additional }: Sealing, sealed: Uint8Array): Promise<Bytes> {
  // Without a length a tag of four bytes would do.
  const decipher = createDecipheriv(cipherFor(key), key, nonce, { authTagLength: TAG_BYTES });
  if (additional !== undefined) decipher.setAAD(additional);
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  const plain = decipher.update(sealed.subarray(0, -TAG_BYTES));
  decipher.final();
  return new Uint8Array(plain.buffer as ArrayBuffer, plain.byteOffset, plain.length);
}

export async function hashKeyed(key: Bytes, bytes: Bytes): Promise<Bytes> {
  const mac = cipherOf({ key, nonce: new Uint8Array(12), additional: bytes });
  mac.final();
  return copyOf(mac.getAuthTag());
}

function cipherOf({ key, nonce, additional }: Sealing): CipherGCM {
  const cipher = createCipheriv(cipherFor(key), key, nonce);
  return additional === undefined ? cipher : cipher.setAAD(additional);
}

/** AES-256; that of shorter keys for the vectors of RFC 7520 alone. */
const cipherFor = (key: Bytes): 'aes-256-gcm' => `aes-${8 * key.length}-gcm` as 'aes-256-gcm';

/** A small Buffer is a view of a pool that others write to. */
const copyOf = (bytes: Buffer): Bytes => Uint8Array.from(bytes);
