import { CompactEncrypt, compactDecrypt } from 'jose';
import { utf8 } from './bytes.ts';
import { readPrivateKey, type PrivateKey } from './encryption-key.ts';
import { SealError } from './seal-error.ts';

/** Rounds of PBKDF2 with HMAC-SHA-512; some tenths of a second. */
const ROUNDS = 210_000;
/** A file may ask for this many and no more, so that it cannot hold up who reads it. */
const MOST_ROUNDS = 2_000_000;
const ALGORITHM = 'PBES2-HS512+A256KW';
const SHORTEST_PASSWORD = 12;

/**
 * Exports a private key under a password: a JWE as in appendix C of RFC 7517, for a backup or another device.
 * @throws SealError `wrong-password` for one under twelve characters
 */
export async function exportKey(key: PrivateKey, password: string): Promise<string> {
  if (password.length < SHORTEST_PASSWORD) {
    throw new SealError('wrong-password', `the password is shorter than ${String(SHORTEST_PASSWORD)} characters`);
  }
  return new CompactEncrypt(utf8(JSON.stringify(key)))
    .setProtectedHeader({ alg: ALGORITHM, enc: 'A256GCM', cty: 'jwk+json' })
    .setKeyManagementParameters({ p2c: ROUNDS })
    .encrypt(passwordKey(password));
}

/** Imports what `exportKey` gave. @throws SealError `wrong-password`, also where it was changed: the two look alike */
export async function importKey(exported: string, password: string): Promise<PrivateKey> {
  let text: string;
  try {
    const { plaintext } = await compactDecrypt(exported, passwordKey(password), {
      keyManagementAlgorithms: [ALGORITHM],
      contentEncryptionAlgorithms: ['A256GCM'],
      maxPBES2Count: MOST_ROUNDS,
    });
    text = new TextDecoder().decode(plaintext);
  } catch {
    throw new SealError('wrong-password', 'the password does not open this key, or the key was changed');
  }
  return readPrivateKey(JSON.parse(text));
}

const passwordKey = (password: string): Uint8Array => utf8(password.normalize('NFKC'));
