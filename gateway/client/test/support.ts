import { generateKey, KeyInMemory, publicKeyOf, type Context, type PrivateKey, type PublicKey } from '../src/index.ts';

export const CONTEXT: Context = {
  channel: 'rx',
  purpose: 'section',
  subject: '01hq3v',
  section: 'treatment',
  version: 3,
};

/** Somebody with an encryption key. */
export interface Party {
  readonly privateKey: PrivateKey;
  readonly publicKey: PublicKey;
  readonly holder: KeyInMemory;
}

export async function createParty(): Promise<Party> {
  const privateKey = await generateKey();
  return { privateKey, publicKey: publicKeyOf(privateKey), holder: await KeyInMemory.from(privateKey) };
}

export const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

/** A text of base64url digits with one bit of what it stands for changed. */
export function flip(encoded: string, bit: number): string {
  const bytes = Buffer.from(encoded, 'base64url');
  bytes[(bit >> 3) % bytes.length]! ^= 1 << (bit & 7);
  return bytes.toString('base64url');
}
