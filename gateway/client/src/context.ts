import { base64url } from 'jose';
import { utf8 } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import { SealError } from './seal-error.ts';

/** What an envelope is, bound to its content: sealed as one thing, it opens as no other. */
export interface Context {
  readonly channel: string;
  /** What is sealed, of the consortium's vocabulary: `section`, `reason`, `profile`. */
  readonly purpose: string;
  /** Id of what it belongs to: a case, an emergency, a person. */
  readonly subject: string;
  /** Of a case. */
  readonly section?: string;
  /** From 1. */
  readonly version?: number;
}

/**
 * The `aad` member of an envelope: canonical JSON (RFC 8785) of the context, base64url.
 * @throws SealError `malformed` where a member is missing
 */
export function aadOf({ channel, purpose, subject, section, version }: Context): string {
  const texts = [channel, purpose, subject, ...(section === undefined ? [] : [section])];
  if (
    !texts.every((text) => typeof text === 'string' && text !== '') ||
    (version !== undefined && (!Number.isSafeInteger(version) || version < 1))
  ) {
    throw new SealError('malformed', 'the context lacks its channel, purpose or subject, or its version is no number');
  }
  return base64url.encode(utf8(canonicalJson({ channel, purpose, subject, section, version })));
}
