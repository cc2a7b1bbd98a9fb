import { randomInt, scrypt, timingSafeEqual, randomBytes } from 'node:crypto';

const COST = { N: 16_384, r: 8, p: 1 } as const;
const LENGTH = 32;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A secret as it is kept: `scrypt$salt$hash`, both base64. The secret itself is kept nowhere. */
export async function hashSecret(secret: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(secret, salt);
  return ['scrypt', salt.toString('base64'), hash.toString('base64')].join('$');
}

/** Whether `secret` is the one that was hashed. Something that never was a hash matches nothing. */
export async function isSecret(secret: string, kept: string): Promise<boolean> {
  const [kind, salt, hash] = kept.split('$');
  if (kind !== 'scrypt' || !salt || !hash) return false;
  return timingSafeEqual(await derive(secret, Buffer.from(salt, 'base64')), Buffer.from(hash, 'base64'));
}

/** A secret for somebody who brought none: twelve letters. */
export const drawSecret = (): string => Array.from({ length: 12 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');

function derive(secret: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, LENGTH, COST, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
