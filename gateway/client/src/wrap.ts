import { base64url, type CryptoKey } from 'jose';
import type { Bytes } from './bytes.ts';
import { concatKdf } from './concat-kdf.ts';
import type { ContentKey } from './content-key.ts';
import { importPublic, readPublicKey, thumbprint, type PublicKey } from './encryption-key.ts';
import { SealError } from './seal-error.ts';

/** How content keys are wrapped (RFC 7518 section 4.6). */
export const WRAP_ALGORITHM = 'ECDH-ES+A256KW';

/** A content key for one recipient: an entry of `recipients` in a JWE (RFC 7516 section 7.2.1). */
export interface Wrap {
  readonly header: {
    /** Thumbprint of the recipient's key. */
    readonly kid: string;
    /** Made for this wrap alone. */
    readonly epk: PublicKey;
    /** In wraps of others' making; ours have none. */
    readonly apu?: string;
    readonly apv?: string;
  };
  /** base64url */
  readonly encrypted_key: string;
}

const ECDH = { name: 'ECDH', namedCurve: 'P-256' } as const;

/** Wraps a content key for one recipient. @throws SealError `bad-key` */
export async function wrapKey(contentKey: ContentKey, recipient: PublicKey): Promise<Wrap> {
  const theirs = await importPublic(recipient);
  const ephemeral = await crypto.subtle.generateKey(ECDH, true, ['deriveBits']);
  const wrapping = await agreedKey(ephemeral.privateKey, theirs, {}, 'wrapKey');
  const raw = await crypto.subtle.importKey('raw', contentKey, 'AES-GCM', true, ['encrypt']);
  const wrapped = await crypto.subtle.wrapKey('raw', raw, wrapping, 'AES-KW');
  const { x, y } = await crypto.subtle.exportKey('jwk', ephemeral.publicKey);
  return {
    header: { kid: await thumbprint(recipient), epk: { kty: 'EC', crv: 'P-256', x: x!, y: y! } },
    encrypted_key: base64url.encode(new Uint8Array(wrapped)),
  };
}

/** Opens a wrap with the recipient's private key. @throws SealError `tampered` where it does not open */
export async function unwrapKey(wrap: Wrap, privateKey: CryptoKey): Promise<ContentKey> {
  try {
    const theirs = await importPublic(await readPublicKey(wrap.header.epk));
    const wrapping = await agreedKey(privateKey, theirs, wrap.header, 'unwrapKey');
    const wrapped = base64url.decode(wrap.encrypted_key) as Bytes;
    const key = await crypto.subtle.unwrapKey('raw', wrapped, wrapping, 'AES-KW', 'AES-GCM', true, ['decrypt']);
    const bytes = new Uint8Array(await crypto.subtle.exportKey('raw', key));
    if (bytes.length === 32) return bytes;
  } catch {
    // One answer for all: why a wrap does not open is of use to an attacker alone.
  }
  throw new SealError('tampered', 'the wrapped key does not open');
}

async function agreedKey(
  ownPrivate: CryptoKey,
  theirPublic: CryptoKey,
  { apu, apv }: { readonly apu?: string; readonly apv?: string },
  use: 'wrapKey' | 'unwrapKey',
): Promise<CryptoKey> {
  const agreed = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirPublic }, ownPrivate, 256);
  const key = await concatKdf(new Uint8Array(agreed), {
    algorithm: WRAP_ALGORITHM,
    bits: 256,
    ...(apu === undefined ? {} : { partyU: base64url.decode(apu) }),
    ...(apv === undefined ? {} : { partyV: base64url.decode(apv) }),
  });
  return crypto.subtle.importKey('raw', key, 'AES-KW', false, [use]);
}
