import { agree, agreeAnew, unwrapBytes, wrapBytes } from '#platform';
import { base64url, type CryptoKey } from 'jose';
import type { Bytes } from './bytes.ts';
import { concatKdf } from './concat-kdf.ts';
import type { ContentKey } from './content-key.ts';
import { checkPoint, thumbprint, type PublicKey, type Recipient } from './encryption-key.ts';
import { SealError } from './seal-error.ts';

/** How content keys are wrapped (RFC 7518 section 4.6). */
export const WRAP_ALGORITHM = 'ECDH-ES+A256KW';

/** A content key for one recipient: an entry of `recipients` in a JWE (RFC 7516 section 7.2.1). */
export interface Wrap {
  readonly header: {
    /** Name of the recipient's key: as registered, else its thumbprint. */
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

/** Wraps a content key for one recipient. @throws SealError `bad-key` */
export async function wrapKey(contentKey: ContentKey, recipient: Recipient): Promise<Wrap> {
  const { ephemeral, agreed } = await agreeAnew(recipient).catch(() => {
    throw new SealError('bad-key', "a recipient's key is not one of P-256");
  });
  const [kid, wrapped] = await Promise.all([
    recipient.kid ?? thumbprint(recipient),
    wrappingKey(agreed, {}).then((wrapping) => wrapBytes(wrapping, contentKey)),
  ]);
  return {
    header: { kid, epk: { kty: 'EC', crv: 'P-256', ...ephemeral } },
    encrypted_key: base64url.encode(wrapped),
  };
}

/** Opens a wrap with the recipient's private key. @throws SealError `tampered` where it does not open */
export async function unwrapKey(wrap: Wrap, privateKey: CryptoKey): Promise<ContentKey> {
  try {
    const { epk } = wrap.header;
    checkPoint(epk);
    const wrapping = await wrappingKey(await agree(privateKey, epk), wrap.header);
    const bytes = await unwrapBytes(wrapping, base64url.decode(wrap.encrypted_key) as Bytes);
    if (bytes.length === 32) return bytes;
  } catch {
    // One answer for all: why a wrap does not open is of use to an attacker alone.
  }
  throw new SealError('tampered', 'the wrapped key does not open');
}

const wrappingKey = (agreed: Bytes, { apu, apv }: { readonly apu?: string; readonly apv?: string }): Promise<Bytes> =>
  concatKdf(agreed, {
    algorithm: WRAP_ALGORITHM,
    bits: 256,
    ...(apu === undefined ? {} : { partyU: base64url.decode(apu) }),
    ...(apv === undefined ? {} : { partyV: base64url.decode(apv) }),
  });
