import { hashKeyed, openBytes, sealBytes } from '#platform';
import { base64url, type CryptoKey } from 'jose';
import { concat, randomBytes, uint32, utf8, type Bytes } from '../bytes.ts';
import { SealError } from '../seal-error.ts';
import { CHUNK_BYTES, CHUNK_OVERHEAD } from './format.ts';

const PREFIX_BYTES = 7;
const HMAC = { name: 'HMAC', hash: 'SHA-256', length: 256 } as const;

/** A secret for one attachment: 32 random bytes, base64url. It belongs into the sealed record that refers to it. */
export const drawAttachmentSecret = (): string => base64url.encode(randomBytes(32));

/**
 * Seals and opens the chunks of one attachment: STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015) over AES-256-GCM.
 *
 * The nonce of a chunk is prefix (7 bytes) | index (4) | last (1). Index and end are where the reader expects them, so a
 * chunk left out, moved, or added, and an end cut off, are refused. The prefix is a pseudo-random function of index, end
 * and plaintext (a keyed hash, then a PRF over it, as the nonce of AES-GCM-SIV in RFC 8452). So the same chunk comes out
 * the same, byte by byte, whenever an upload is taken up again, and two plaintexts do not meet under one nonce, even
 * where a file was changed in between.
 */
export class AttachmentCipher {
  private constructor(
    private readonly key: CryptoKey,
    private readonly hashKey: CryptoKey,
    private readonly prefixKey: CryptoKey,
  ) {}

  /** @param secret of `drawAttachmentSecret` @throws SealError `malformed` */
  static async of(secret: string): Promise<AttachmentCipher> {
    const bytes = decode(secret);
    const master = await crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveKey']);
    const hkdf = (use: string) => ({
      name: 'HKDF',
      hash: 'SHA-256',
      salt: new Uint8Array(),
      info: utf8(`rxledger attachment ${use}`),
    });
    const aes = { name: 'AES-GCM', length: 256 };
    const [key, hashKey, prefixKey] = await Promise.all([
      crypto.subtle.deriveKey(hkdf('content'), master, aes, false, ['encrypt', 'decrypt']),
      crypto.subtle.deriveKey(hkdf('hash'), master, aes, false, ['encrypt']),
      crypto.subtle.deriveKey(hkdf('prefix'), master, HMAC, false, ['sign']),
    ]);
    return new AttachmentCipher(key, hashKey, prefixKey);
  }

  /** Prefix, ciphertext and tag of a chunk. */
  async sealChunk(index: number, isLast: boolean, plain: Bytes): Promise<Bytes> {
    const place = concat(uint32(index), Uint8Array.of(isLast ? 1 : 0));
    const hash = await hashKeyed(this.hashKey, plain);
    const keyed = await crypto.subtle.sign('HMAC', this.prefixKey, concat(place, hash));
    const prefix = new Uint8Array(keyed).slice(0, PREFIX_BYTES);
    return sealBytes(this.key, concat(prefix, place), plain, prefix);
  }

  /** The plaintext of a chunk that stands at this place. @throws SealError `tampered` */
  async openChunk(index: number, isLast: boolean, sealed: Uint8Array): Promise<Bytes> {
    const isWhole = sealed.length >= CHUNK_OVERHEAD && (isLast || sealed.length === CHUNK_BYTES + CHUNK_OVERHEAD);
    try {
      if (isWhole) {
        const nonce = concat(sealed.subarray(0, PREFIX_BYTES), uint32(index), Uint8Array.of(isLast ? 1 : 0));
        return await openBytes(this.key, nonce, sealed.subarray(PREFIX_BYTES) as Bytes);
      }
    } catch {
      // One answer for all.
    }
    throw new SealError('tampered', 'a part of the attachment is not what was sealed');
  }
}

function decode(secret: string): Bytes {
  try {
    const bytes = base64url.decode(secret) as Bytes;
    if (bytes.length === 32) return bytes;
  } catch {
    // Said below, without what was given.
  }
  throw new SealError('malformed', 'the secret of the attachment is not 32 bytes, base64url');
}
