import { authenticate, deriveBytes, hashKeyed, openBytes, sealBytes } from '#platform';
import { base64url } from 'jose';
import { concat, randomBytes, uint32, utf8, type Bytes } from '../bytes.ts';
import { SealError } from '../seal-error.ts';
import { CHUNK_BYTES, CHUNK_OVERHEAD } from './format.ts';

const PREFIX_BYTES = 7;
const KEY_BYTES = 32;

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
    private readonly key: Bytes,
    private readonly hashKey: Bytes,
    private readonly prefixKey: Bytes,
  ) {}

  /** @param secret of `drawAttachmentSecret` @throws SealError `malformed` */
  static async of(secret: string): Promise<AttachmentCipher> {
    const bytes = decode(secret);
    const keyFor = (use: string): Promise<Bytes> => deriveBytes(bytes, utf8(`rxledger attachment ${use}`), KEY_BYTES);
    const [key, hashKey, prefixKey] = await Promise.all([keyFor('content'), keyFor('hash'), keyFor('prefix')]);
    return new AttachmentCipher(key, hashKey, prefixKey);
  }

  /** Prefix, ciphertext and tag of a chunk. */
  async sealChunk(index: number, isLast: boolean, plain: Bytes): Promise<Bytes> {
    const place = concat(uint32(index), Uint8Array.of(isLast ? 1 : 0));
    const hash = await hashKeyed(this.hashKey, plain);
    const prefix = (await authenticate(this.prefixKey, concat(place, hash))).slice(0, PREFIX_BYTES);
    return sealBytes({ key: this.key, nonce: concat(prefix, place) }, plain, prefix);
  }

  /** The plaintext of a chunk that stands at this place. @throws SealError `tampered` */
  async openChunk(index: number, isLast: boolean, sealed: Uint8Array): Promise<Bytes> {
    const isWhole = sealed.length >= CHUNK_OVERHEAD && (isLast || sealed.length === CHUNK_BYTES + CHUNK_OVERHEAD);
    try {
      if (isWhole) {
        const nonce = concat(sealed.subarray(0, PREFIX_BYTES), uint32(index), Uint8Array.of(isLast ? 1 : 0));
        return await openBytes({ key: this.key, nonce }, sealed.subarray(PREFIX_BYTES));
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
    if (bytes.length === KEY_BYTES) return bytes;
  } catch {
    // Said below, without what was given.
  }
  throw new SealError('malformed', 'the secret of the attachment is not 32 bytes, base64url');
}
