import { sha256 } from '#platform';
import { base64url, type CryptoKey } from 'jose';
import { utf8 } from './bytes.ts';
import { SealError } from './seal-error.ts';

const CURVE = 'P-256';
const ECDH = { name: 'ECDH', namedCurve: CURVE } as const;
/** 32 bytes, base64url. */
const COORDINATE = /^[A-Za-z0-9_-]{43}$/;

/** The public half of an encryption key: what is registered on the ledger (JWK, RFC 7518 section 6.2.1). */
export interface PublicKey {
  readonly kty: 'EC';
  readonly crv: typeof CURVE;
  readonly x: string;
  readonly y: string;
}

/** A public key by the name that its owner registered it under, where it has one (JWK, RFC 7517 section 4.5). */
export interface Recipient extends PublicKey {
  /** Names the wrap; the thumbprint of the key unless given. */
  readonly kid?: string;
}

/** Both halves (JWK, RFC 7518 section 6.2.2): a secret. */
export interface PrivateKey extends PublicKey {
  readonly d: string;
}

/** A new encryption key on P-256. */
export async function generateKey(): Promise<PrivateKey> {
  const pair = await crypto.subtle.generateKey(ECDH, true, ['deriveBits']);
  const { x, y, d } = await crypto.subtle.exportKey('jwk', pair.privateKey);
  return { kty: 'EC', crv: CURVE, x: x!, y: y!, d: d! };
}

/** The public half alone, of either. */
export const publicKeyOf = ({ x, y }: PublicKey): PublicKey => ({ kty: 'EC', crv: CURVE, x, y });

/**
 * Reads a public key that somebody else gave.
 * @throws SealError `bad-key` for another kind of key, a point off the curve, or a private half beside it
 */
export async function readPublicKey(value: unknown): Promise<PublicKey> {
  const key = checkPoint(value);
  if ('d' in (value as object)) throw new SealError('bad-key', 'a private key stands where a public one belongs');
  await importPublic(key);
  return key;
}

/** Reads a private key. @throws SealError `bad-key` for anything but both halves of one P-256 key */
export async function readPrivateKey(value: unknown): Promise<PrivateKey> {
  const key = checkPoint(value);
  const { d } = value as { d?: unknown };
  if (typeof d !== 'string' || !COORDINATE.test(d)) throw new SealError('bad-key', 'the private half is missing');
  await importPrivate({ ...key, d });
  return { ...key, d };
}

/** SHA-256 thumbprint of the public half (RFC 7638), base64url: the `kid` of its wraps. */
export async function thumbprint({ x, y }: PublicKey): Promise<string> {
  return base64url.encode(await sha256(utf8(`{"crv":"${CURVE}","kty":"EC","x":"${x}","y":"${y}"}`)));
}

/** For key agreement. @throws SealError `bad-key` */
export const importPublic = (key: PublicKey): Promise<CryptoKey> => imported({ ...publicKeyOf(key) }, ECDH, false, []);

/** For key agreement; cannot be taken out again. @throws SealError `bad-key` */
export const importPrivate = (key: PrivateKey): Promise<CryptoKey> =>
  imported({ ...publicKeyOf(key), d: key.d }, ECDH, false, ['deriveBits']);

/** The same key as one that signs (`sign`) or verifies (`verify`): for its proof of possession alone. */
export const importForProof = (key: PublicKey | PrivateKey): Promise<CryptoKey> => {
  const ecdsa = { name: 'ECDSA', namedCurve: CURVE };
  return 'd' in key
    ? imported({ ...publicKeyOf(key), d: key.d }, ecdsa, false, ['sign'])
    : imported({ ...publicKeyOf(key) }, ecdsa, true, ['verify']);
};

async function imported(
  jwk: JsonWebKey,
  algorithm: EcKeyImportParams,
  isExtractable: boolean,
  uses: KeyUsage[],
): Promise<CryptoKey> {
  try {
    return await crypto.subtle.importKey('jwk', jwk, algorithm, isExtractable, uses);
  } catch {
    // The platform's own message may quote the key.
    throw new SealError('bad-key', 'the key is not one of P-256');
  }
}

/** Has it the form of a P-256 key? Whether the point is on the curve is seen when it is used. @throws SealError `bad-key` */
export function checkPoint(value: unknown): PublicKey {
  const { kty, crv, x, y } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const isPoint = typeof x === 'string' && typeof y === 'string' && COORDINATE.test(x) && COORDINATE.test(y);
  if (kty !== 'EC' || crv !== CURVE || !isPoint) throw new SealError('bad-key', 'the key is not one of P-256');
  return { kty, crv, x, y };
}
