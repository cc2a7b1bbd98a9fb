import type { CryptoKey } from 'jose';
import { concat } from '../bytes.ts';
import type { Agreement, Bytes, Point } from './platform.ts';

/** Cryptography by WebCrypto alone: what a browser gets. `./platform.ts` says what each does. */

const ECDH = { name: 'ECDH', namedCurve: 'P-256' } as const;

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

export const sealBytes = async (key: CryptoKey, nonce: Bytes, plain: Bytes, head: Bytes): Promise<Bytes> =>
  concat(head, new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, plain)));

export const openBytes = async (key: CryptoKey, nonce: Bytes, sealed: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: nonce }, key, sealed));

export async function hashKeyed(key: CryptoKey, bytes: Bytes): Promise<Bytes> {
  const algorithm = { name: 'AES-GCM', iv: new Uint8Array(12), additionalData: bytes };
  return new Uint8Array(await crypto.subtle.encrypt(algorithm, key, new Uint8Array()));
}

const HMAC = { name: 'HMAC', hash: 'SHA-256' } as const;

const importPoint = ({ x, y }: Point): Promise<CryptoKey> =>
  crypto.subtle.importKey('jwk', { kty: 'EC', crv: 'P-256', x, y }, ECDH, false, []);

const derive = async (own: CryptoKey, theirs: CryptoKey): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, own, 256));
