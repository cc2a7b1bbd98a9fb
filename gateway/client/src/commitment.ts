import { authenticate } from '#platform';
import { fromHex, randomBytes, toHex, utf8 } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import type { SealedContent } from './envelope.ts';

/** 32 random bytes, lower-case hex: travels beside the envelope, so that once purged nobody can test a guess. */
export const drawSalt = (): string => toHex(randomBytes(32));

/** HMAC-SHA-256(salt, canonical JSON of the value), lower-case hex. @throws RangeError for a salt that is not hex */
export const commitmentTo = async (value: unknown, salt: string): Promise<string> =>
  toHex(await authenticate(fromHex(salt), utf8(canonicalJson(value))));

/**
 * What the ledger holds of an envelope. Wraps are left out: they come and go with consent, a reader is handed only its
 * own, and a false one cannot open what is committed to here.
 */
export const commitmentToEnvelope = (envelope: SealedContent, salt: string): Promise<string> => {
  const { protected: header, aad, iv, ciphertext, tag } = envelope;
  return commitmentTo({ protected: header, aad, iv, ciphertext, tag }, salt);
};
