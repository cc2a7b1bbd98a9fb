import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalJson } from '@rxledger/chaincode/api';

/** A value that will be committed to: what travels as transient data, and what everybody may read. */
export interface Committed {
  /** Canonical JSON. */
  readonly canonical: string;
  /** 32 bytes, lower-case hex. */
  readonly salt: string;
  /** HMAC-SHA-256(salt, canonical JSON), lower-case hex. */
  readonly commitment: string;
}

/** Commits to a value under a salt (32 bytes, hex). Without the salt nobody can test a guess of the value. */
export function commit(value: unknown, salt: string): Committed {
  const canonical = canonicalJson(value);
  const commitment = createHmac('sha256', Buffer.from(salt, 'hex')).update(canonical, 'utf8').digest('hex');
  return { canonical, salt, commitment };
}

/** Is this value, under this salt, the one that was committed to? */
export function isCommittedTo(value: unknown, salt: string, commitment: string): boolean {
  const own = Buffer.from(commit(value, salt).commitment, 'hex');
  const theirs = Buffer.from(commitment, 'hex');
  return own.length === theirs.length && timingSafeEqual(own, theirs);
}

/** SHA-256 of a text (UTF-8), lower-case hex: of a redemption code, of a rule pack's canonical JSON. */
export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
