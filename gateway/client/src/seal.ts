import { randomBytes } from './bytes.ts';
import { encryptContent } from './content-cipher.ts';
import { deriveContentSecrets, type ContentKey } from './content-key.ts';
import { aadOf, type Context } from './context.ts';
import type { Recipient } from './encryption-key.ts';
import { checkSize, protectedHeader, type Envelope } from './envelope.ts';
import { SealError } from './seal-error.ts';
import { wrapKey, type Wrap } from './wrap.ts';

export interface SealOptions {
  /**
   * 32 bytes that nobody else knows, for a command that may be repeated: all but the wraps comes out the same again.
   * Drawn at random unless given.
   */
  readonly secret?: Uint8Array;
}

/**
 * Seals content so that the recipients, and nobody else, can open it, and only as what the context says it is.
 * @throws SealError `too-big`, `too-many`, `too-few`, `bad-key`, `malformed`
 */
export async function seal(
  content: Uint8Array,
  context: Context,
  recipients: readonly Recipient[],
  { secret = randomBytes(32) }: SealOptions = {},
): Promise<Envelope> {
  checkSize(content.length, recipients.length);
  if (recipients.length === 0) throw new SealError('too-few', 'the envelope has no recipient');
  const aad = aadOf(context);
  const secrets = await deriveContentSecrets(secret, aad, content);
  const header = await protectedHeader(secrets.key);
  const [sealed, wraps] = await Promise.all([
    encryptContent(content, secrets, header, aad),
    wrapForEach(secrets.key, recipients),
  ]);
  return { ...sealed, recipients: wraps };
}

/** One wrap a key, whoever is named twice. @throws SealError `bad-key` */
export async function wrapForEach(key: ContentKey, recipients: readonly Recipient[]): Promise<readonly Wrap[]> {
  const distinct = new Map(
    recipients.map((recipient) => [`${recipient.kid ?? ''} ${recipient.x}.${recipient.y}`, recipient]),
  );
  return Promise.all(Array.from(distinct.values(), (recipient) => wrapKey(key, recipient)));
}
