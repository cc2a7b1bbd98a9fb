import type { Bytes } from './bytes.ts';
import { decryptContent } from './content-cipher.ts';
import { isContentKey, type ContentKey } from './content-key.ts';
import { aadOf, type Context } from './context.ts';
import type { Recipient } from './encryption-key.ts';
import { checkSize, readEnvelope, readProtectedHeader, type Envelope } from './envelope.ts';
import type { KeyHolder } from './key-holder.ts';
import { SealError } from './seal-error.ts';
import { wrapForEach } from './seal.ts';
import type { Wrap } from './wrap.ts';

/**
 * Opens an envelope as what the context says it is.
 * @throws SealError `not-recipient`, `wrong-context`, `tampered`, `malformed`, `too-big`, `too-many`
 */
export async function open(value: unknown, context: Context, holder: KeyHolder): Promise<Bytes> {
  const envelope = readEnvelope(value);
  if (envelope.aad !== aadOf(context)) {
    throw new SealError('wrong-context', 'the envelope is of another case, section, version, purpose or channel');
  }
  return decryptContent(envelope, await contentKeyOf(envelope, holder));
}

/**
 * Lets others into an envelope: wraps its content key for them. The content is neither needed nor decrypted.
 * @throws SealError as `open`, and `bad-key`
 */
export async function wrapFor(
  value: unknown,
  holder: KeyHolder,
  recipients: readonly Recipient[],
): Promise<readonly Wrap[]> {
  checkSize(0, recipients.length);
  return wrapForEach(await contentKeyOf(readEnvelope(value), holder), recipients);
}

/** The same envelope with more wraps; a new wrap takes the place of an old one for the same key. */
export function withWraps(envelope: Envelope, wraps: readonly Wrap[]): Envelope {
  const byKey = new Map([...envelope.recipients, ...wraps].map((wrap) => [wrap.header.kid, wrap]));
  checkSize(0, byKey.size);
  return { ...envelope, recipients: [...byKey.values()] };
}

async function contentKeyOf(envelope: Envelope, holder: KeyHolder): Promise<ContentKey> {
  const { ckc } = readProtectedHeader(envelope);
  const wrap = envelope.recipients.find(({ header }) => header.kid === holder.kid);
  if (wrap === undefined) throw new SealError('not-recipient', 'the envelope has no wrap for this key');
  const key = await holder.openWrap(wrap);
  if (await isContentKey(key, ckc)) return key;
  throw new SealError('tampered', 'the wrapped key is not the one of this envelope');
}
