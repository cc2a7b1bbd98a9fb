import { base64url } from 'jose';
import { utf8 } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import { SealError } from './seal-error.ts';

/** What an envelope is, bound to its content: sealed as one thing, it opens as no other. */
export interface Context {
  readonly channel: string;
  /** Id of the case. */
  readonly case: string;
  readonly section: string;
  /** From 1. */
  readonly version: number;
  /** Why it was written, of the consortium's vocabulary. */
  readonly purpose: string;
}

/**
 * The `aad` member of an envelope: canonical JSON (RFC 8785) of the context, base64url.
 * @throws SealError `malformed` where a member is missing
 */
export function aadOf({ channel, case: caseId, section, version, purpose }: Context): string {
  const texts = [channel, caseId, section, purpose];
  if (
    !texts.every((text) => typeof text === 'string' && text !== '') ||
    !Number.isSafeInteger(version) ||
    version < 1
  ) {
    throw new SealError('malformed', 'the context lacks its channel, case, section, version or purpose');
  }
  return base64url.encode(utf8(canonicalJson({ channel, case: caseId, section, version, purpose })));
}
