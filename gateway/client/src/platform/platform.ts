import type { CryptoKey } from 'jose';
import type * as node from './node.ts';
import type * as web from './web.ts';

/** Bytes in memory of their own, as WebCrypto takes and gives them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** A point on P-256, as a JWK has it. */
export interface Point {
  readonly x: string;
  readonly y: string;
}

export interface Agreement {
  /** Public half of a key made for this agreement alone. */
  readonly ephemeral: Point;
  /** What both sides get: 32 bytes, not yet a key. */
  readonly agreed: Bytes;
}

/** What bytes are encrypted under: AES-256-GCM. */
export interface Sealing {
  /** 32 bytes. */
  readonly key: Bytes;
  /** 12 bytes, never twice under one key. */
  readonly nonce: Bytes;
  /** In the clear and authenticated; none unless told. */
  readonly additional?: Bytes;
}

/**
 * What envelopes and attachments need often. In Node it is `node:crypto`: WebCrypto there imports every key and sends
 * every small step to another thread. Node and browsers choose by `#platform` in package.json.
 */
export interface Platform {
  /** ECDH on P-256 with a new key. Fails for a point that is not on the curve. */
  agreeAnew(theirs: Point): Promise<Agreement>;
  /** ECDH on P-256 with an own key. Fails for a point that is not on the curve. */
  agree(own: CryptoKey, theirs: Point): Promise<Bytes>;
  /** AES key wrap (RFC 3394). */
  wrapBytes(wrapping: Bytes, secret: Bytes): Promise<Bytes>;
  /** Fails where it was not wrapped with this key. */
  unwrapBytes(wrapping: Bytes, wrapped: Bytes): Promise<Bytes>;
  /** Of chunks at most: a millisecond for each. */
  sha256(bytes: Uint8Array): Promise<Bytes>;
  /** HMAC-SHA-256. */
  authenticate(key: Bytes, bytes: Bytes): Promise<Bytes>;
  /** HKDF-SHA-256 without a salt: so many bytes for one use of a secret. */
  deriveBytes(secret: Uint8Array, use: Bytes, length: number): Promise<Bytes>;
  /** `head` in the clear, then ciphertext and tag. Of chunks: a millisecond for each. */
  sealBytes(sealing: Sealing, plain: Uint8Array, head?: Bytes): Promise<Bytes>;
  /** Ciphertext and tag. Fails where it is not what was sealed. */
  openBytes(sealing: Sealing, sealed: Uint8Array): Promise<Bytes>;
  /** GMAC (NIST SP 800-38D) under a nonce of zeros, 16 bytes: a keyed hash of the bytes, never to be shown. */
  hashKeyed(key: Bytes, bytes: Bytes): Promise<Bytes>;
}

type Satisfies<T extends Platform> = T;
/** Both are whole: the compiler says so here. */
export type Platforms = Satisfies<typeof node> | Satisfies<typeof web>;
