import { base64url } from 'jose';
import { utf8, type Bytes } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import { importForProof, thumbprint, type PrivateKey, type PublicKey } from './encryption-key.ts';

/** What a key is registered as. */
export interface KeyRegistration {
  readonly channel: string;
  /** Actor id, or MSP id of an organisation. */
  readonly owner: string;
  /** `encryption`, or a member's `emergency`. */
  readonly use: string;
  /** From 1. */
  readonly version: number;
}

const ECDSA = { name: 'ECDSA', hash: 'SHA-256' } as const;

/**
 * Proves that who registers a key has its private half: ECDSA by that key over the canonical JSON of the registration
 * and the key's thumbprint; r and s, 64 bytes, base64url. The one signature such a key ever makes, as NIST SP 800-57
 * part 1 (section 8.1.5.1.1.2) allows for a key-establishment key.
 * @throws SealError `bad-key`
 */
export async function prove(key: PrivateKey, registration: KeyRegistration): Promise<string> {
  const signed = await crypto.subtle.sign(ECDSA, await importForProof(key), await statement(key, registration));
  return base64url.encode(new Uint8Array(signed));
}

/** Was the proof made by this key, for this registration? */
export async function isProven(key: PublicKey, registration: KeyRegistration, proof: string): Promise<boolean> {
  try {
    const signature = base64url.decode(proof) as Bytes;
    const { x, y, kty, crv } = key;
    const verifier = await importForProof({ kty, crv, x, y });
    return await crypto.subtle.verify(ECDSA, verifier, signature, await statement(key, registration));
  } catch {
    return false;
  }
}

async function statement(key: PublicKey, { channel, owner, use, version }: KeyRegistration): Promise<Bytes> {
  return utf8(canonicalJson({ channel, owner, use, version, thumbprint: await thumbprint(key) }));
}
