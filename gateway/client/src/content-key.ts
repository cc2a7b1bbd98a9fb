import { deriveBytes, sha256 } from '#platform';
import { base64url } from 'jose';
import { concat, isSame, utf8, type Bytes } from './bytes.ts';

/** The key of one envelope's content: AES-256, 32 bytes. Who holds it can read, and can wrap it for others. */
export type ContentKey = Bytes;

const LABEL = utf8('rxledger content key\n');

/**
 * What an envelope says of its content key: SHA-256, base64url. GCM alone does not tie a ciphertext to one key, so an
 * author could make one that says one thing to the patient and another to the hospital; this does.
 */
export const contentKeyCheck = async (key: ContentKey): Promise<string> =>
  base64url.encode(await sha256(concat(LABEL, key)));

/** Is it the key that an envelope speaks of? */
export async function isContentKey(key: ContentKey, check: string): Promise<boolean> {
  return isSame(utf8(await contentKeyCheck(key)), utf8(check));
}

/** What a content is sealed with: a key and a nonce (12 bytes). */
export interface ContentSecrets {
  readonly key: ContentKey;
  readonly nonce: Bytes;
}

/**
 * Derives key and nonce from a secret, the additional data and the content itself: the same again for the same, and
 * never the same for two contents, so that a command that is repeated cannot put two contents under one nonce.
 */
export async function deriveContentSecrets(
  secret: Uint8Array,
  aad: string,
  content: Uint8Array,
): Promise<ContentSecrets> {
  const info = concat(utf8('rxledger content\n'), await sha256(utf8(aad)), await sha256(content));
  const bytes = await deriveBytes(secret, info, 32 + 12);
  return { key: bytes.slice(0, 32), nonce: bytes.slice(32) };
}
