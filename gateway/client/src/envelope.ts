import { base64url } from 'jose';
import { contentKeyCheck, type ContentKey } from './content-key.ts';
import { utf8 } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import { SealError } from './seal-error.ts';
import { WRAP_ALGORITHM, type Wrap } from './wrap.ts';

/** Bytes of content. What is larger is an attachment. */
export const MAX_CONTENT_BYTES = 512 * 1024;
/** Wraps of one envelope; some 330 bytes each. */
export const MAX_RECIPIENTS = 1000;

const ENCRYPTION = 'A256GCM';

/** What an envelope says of itself, under the authentication tag. */
export interface ProtectedHeader {
  readonly alg: typeof WRAP_ALGORITHM;
  readonly enc: typeof ENCRYPTION;
  /** `contentKeyCheck`: which content key is the right one. */
  readonly ckc: string;
}

/** An envelope without its wraps: what the ledger's commitment is over, the same whoever may open it. */
export interface SealedContent {
  /** base64url of canonical JSON, `ProtectedHeader`. */
  readonly protected: string;
  /** base64url of canonical JSON, `Context`. */
  readonly aad: string;
  readonly iv: string;
  readonly ciphertext: string;
  readonly tag: string;
}

/** A JWE in general JSON serialisation (RFC 7516 section 7.2.1). */
export interface Envelope extends SealedContent {
  readonly recipients: readonly Wrap[];
}

/** The protected header for a content key, encoded. */
export async function protectedHeader(key: ContentKey): Promise<string> {
  const header: ProtectedHeader = { alg: WRAP_ALGORITHM, enc: ENCRYPTION, ckc: await contentKeyCheck(key) };
  return base64url.encode(utf8(canonicalJson(header)));
}

/** The protected header of an envelope, checked. @throws SealError `malformed` */
export function readProtectedHeader(envelope: SealedContent): ProtectedHeader {
  const header = parse(envelope.protected);
  const isOurs = header['alg'] === WRAP_ALGORITHM && header['enc'] === ENCRYPTION && typeof header['ckc'] === 'string';
  // RFC 7516 section 4.1.13: what `crit` names must be understood, and nothing of it is.
  if (!isOurs || 'crit' in header || 'zip' in header) {
    throw new SealError('malformed', 'the envelope is of another kind');
  }
  return header as unknown as ProtectedHeader;
}

const TEXTS = ['protected', 'aad', 'iv', 'ciphertext', 'tag'] as const;
const BASE64URL = /^[A-Za-z0-9_-]*$/;

/** Reads an envelope that came from elsewhere. @throws SealError `malformed`, `too-big`, `too-many` */
export function readEnvelope(value: unknown): Envelope {
  const found = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  for (const name of TEXTS) {
    const text = found[name];
    if (typeof text !== 'string' || !BASE64URL.test(text)) {
      throw new SealError('malformed', `the envelope's ${name} is not base64url`);
    }
  }
  const { recipients } = found;
  if (!Array.isArray(recipients) || !recipients.every(isWrap)) {
    throw new SealError('malformed', "the envelope's recipients are not wraps");
  }
  const envelope = { ...found, recipients } as unknown as Envelope;
  checkSize(Math.floor((envelope.ciphertext.length * 3) / 4), recipients.length);
  return envelope;
}

/** @throws SealError `too-big`, `too-many` */
export function checkSize(bytes: number, recipients: number): void {
  if (bytes > MAX_CONTENT_BYTES) {
    throw new SealError('too-big', `the content has more than ${String(MAX_CONTENT_BYTES)} bytes`);
  }
  if (recipients > MAX_RECIPIENTS) {
    throw new SealError('too-many', `there are more than ${String(MAX_RECIPIENTS)} recipients`);
  }
}

function isWrap(value: unknown): value is Wrap {
  const { header, encrypted_key: key } = (value ?? {}) as { header?: Partial<Wrap['header']>; encrypted_key?: unknown };
  return typeof key === 'string' && typeof header?.kid === 'string' && typeof header.epk === 'object';
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(base64url.decode(text)));
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Said below: what was found is of no use in a message.
  }
  throw new SealError('malformed', "the envelope's protected header is not JSON");
}
