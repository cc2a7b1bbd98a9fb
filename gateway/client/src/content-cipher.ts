import { openBytes, sealBytes } from '#platform';
import { base64url } from 'jose';
import { concat, utf8, type Bytes } from './bytes.ts';
import type { SealedContent } from './envelope.ts';
import { SealError } from './seal-error.ts';

const TAG_BYTES = 16;

/** Encrypts content as a JWE does (RFC 7516 section 5.1, steps 14 to 19) with AES-GCM. */
export async function encryptContent(
  content: Uint8Array,
  { key, nonce }: { readonly key: Bytes; readonly nonce: Bytes },
  header: string,
  aad: string,
): Promise<SealedContent> {
  const sealed = await sealBytes({ key, nonce, additional: additional(header, aad) }, content);
  return {
    protected: header,
    aad,
    iv: base64url.encode(nonce),
    ciphertext: base64url.encode(sealed.subarray(0, -TAG_BYTES)),
    tag: base64url.encode(sealed.subarray(-TAG_BYTES)),
  };
}

/** Decrypts content (section 5.2, steps 15 and 16). @throws SealError `tampered` */
export async function decryptContent(sealed: SealedContent, key: Bytes): Promise<Bytes> {
  try {
    const iv = base64url.decode(sealed.iv) as Bytes;
    const tag = base64url.decode(sealed.tag);
    if (iv.length === 12 && tag.length === TAG_BYTES) {
      const sealing = { key, nonce: iv, additional: additional(sealed.protected, sealed.aad) };
      return await openBytes(sealing, concat(base64url.decode(sealed.ciphertext), tag));
    }
  } catch {
    // One answer for all.
  }
  throw new SealError('tampered', 'the content is not what was sealed');
}

const additional = (header: string, aad: string): Bytes => utf8(`${header}.${aad}`);
