import type { CryptoKey } from 'jose';
import { concat } from '../bytes.ts';
import type { Agreement, Bytes, Point, Sealing } from './platform.ts';

/** Cryptography by WebCrypto alone: what a browser gets. `./platform.ts` says what each does. */

const ECDH = { name: 'ECDH', namedCurve: 'P-256' } as const;
const HMAC = { name: 'HMAC', hash: 'SHA-256' } as const;

export async function agreeAnew(theirs: Point): Promise<Agreement> {
  const key = await importPoint(theirs);
  const own = await crypto.subtle.generateKey(ECDH, true, ['deriveBits']);
  const { x, y } = await crypto.subtle.exportKey('jwk', own.publicKey);
  return { ephemeral: { x: x!, y: y! }, agreed: await derive(own.privateKey, key) };
}

export const agree = async (own: CryptoKey, theirs: Point): Promise<Bytes> => derive(own, await importPoint(theirs));

export async function wrapBytes(wrapping: Bytes, secret: Bytes): Promise<Bytes> {
  const kek = await crypto.subtle.importKey('raw', wrapping, 'AES-KW', false, ['wrapKey']);
  // WebCrypto wraps keys only: HMAC's may have any length.
  const key = await crypto.subtle.importKey('raw', secret, HMAC, true, ['sign']);
  return new Uint8Array(await crypto.subtle.wrapKey('raw', key, kek, 'AES-KW'));
}

export async function unwrapBytes(wrapping: Bytes, wrapped: Bytes): Promise<Bytes> {
  const kek = await crypto.subtle.importKey('raw', wrapping, 'AES-KW', false, ['unwrapKey']);
  const key = await crypto.subtle.unwrapKey('raw', wrapped, kek, 'AES-KW', HMAC, true, ['sign']);
  return new Uint8Array(await crypto.subtle.exportKey('raw', key));
}

export const sha256 = async (bytes: Uint8Array): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Bytes));

export async function authenticate(key: Bytes, bytes: Bytes): Promise<Bytes> {
  const hmac = await crypto.subtle.importKey('raw', key, HMAC, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', hmac, bytes));
}

export async function deriveBytes(secret: Uint8Array, use: Bytes, length: number): Promise<Bytes> {
  const master = await crypto.subtle.importKey('raw', secret as Bytes, 'HKDF', false, ['deriveBits']);
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: use };
  return new Uint8Array(await crypto.subtle.deriveBits(hkdf, master, 8 * length));
}

export async function sealBytes(sealing: Sealing, plain: Uint8Array, head = new Uint8Array()): Promise<Bytes> {
  const key = await importAes(sealing.key, 'encrypt');
  return concat(head, new Uint8Array(await crypto.subtle.encrypt(gcm(sealing), key, plain as Bytes)));
}

export async function openBytes(sealing: Sealing, sealed: Uint8Array): Promise<Bytes> {
  const key = await importAes(sealing.key, 'decrypt');
  return new Uint8Array(await crypto.subtle.decrypt(gcm(sealing), key, sealed as Bytes));
}

export const hashKeyed = (key: Bytes, bytes: Bytes): Promise<Bytes> =>
  sealBytes({ key, nonce: new Uint8Array(12), additional: bytes }, new Uint8Array());

const gcm = ({ nonce, additional = new Uint8Array() }: Sealing): AesGcmParams => ({
  name: 'AES-GCM',
  iv: nonce,
  additionalData: additional,
});

const importAes = (key: Bytes, use: 'encrypt' | 'decrypt'): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', key, 'AES-GCM', false, [use]);

const importPoint = ({ x, y }: Point): Promise<CryptoKey> =>
  crypto.subtle.importKey('jwk', { kty: 'EC', crv: 'P-256', x, y }, ECDH, false, []);

const derive = async (own: CryptoKey, theirs: CryptoKey): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, own, 256));
