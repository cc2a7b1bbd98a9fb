import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, scrypt } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere, writeWhole } from './atomic-file';
import { IdentityError } from './identity-error';

/** scrypt: 32 MiB and some fifty milliseconds, once at start. */
const COST = { N: 32_768, r: 8, p: 1 } as const;
const FILE = 'store.json';
const CHECK = 'rxledger identity store';

interface StoreFile {
  readonly format: 'rxledger-identity-store';
  readonly version: 1;
  readonly kdf: { readonly name: 'scrypt'; readonly salt: string } & typeof COST;
  /** A known text under the key: tells a wrong password from a damaged file. */
  readonly check: string;
}

/** Authenticated encryption under a store's key; what a text is (its name) is bound to it. */
export class StoreKey {
  constructor(private readonly key: Buffer) {}

  /** Nonce, ciphertext and tag, base64. */
  seal(name: string, text: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce);
    cipher.setAAD(Buffer.from(name));
    return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
  }

  /** @throws Error where the text was changed, moved under another name, or sealed with another key */
  open(name: string, sealed: string): string {
    const bytes = Buffer.from(sealed, 'base64');
    if (bytes.length < 28) throw new Error('too short');
    const decipher = createDecipheriv('aes-256-gcm', this.key, bytes.subarray(0, 12));
    decipher.setAAD(Buffer.from(name));
    decipher.setAuthTag(bytes.subarray(-16));
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
  }

  /** A key of its own for another purpose. */
  derive(purpose: string): StoreKey {
    return new StoreKey(Buffer.from(hkdfSync('sha256', this.key, '', `rxledger ${purpose}`, 32)));
  }
}

/**
 * Opens the key of a store, making the store where there is none.
 * @throws IdentityError for a wrong password, a damaged or an unwritable store
 */
export async function openStoreKey(directory: string, password: string): Promise<StoreKey> {
  if (password.length < 12) {
    throw new IdentityError('wrong-password', directory, 'the password is shorter than 12 characters');
  }
  const path = join(directory, FILE);
  const text = await readIfThere(path);
  if (text === undefined) return createStore(directory, path, password);
  const store = parseStore(path, text);
  const key = new StoreKey(await derive(password, store.kdf.salt));
  try {
    key.open(FILE, store.check);
  } catch (cause) {
    throw new IdentityError('wrong-password', path, 'the password does not open this store', { cause });
  }
  return key;
}

async function createStore(directory: string, path: string, password: string): Promise<StoreKey> {
  const salt = randomBytes(32).toString('base64');
  const key = new StoreKey(await derive(password, salt));
  const kdf = { name: 'scrypt', salt, ...COST } as const;
  const store: StoreFile = { format: 'rxledger-identity-store', version: 1, kdf, check: key.seal(FILE, CHECK) };
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await writeWhole(path, JSON.stringify(store));
  return key;
}

function parseStore(path: string, text: string): StoreFile {
  try {
    const store = JSON.parse(text) as StoreFile;
    const isOurs = store.format === 'rxledger-identity-store' && store.version === 1 && store.kdf.name === 'scrypt';
    if (isOurs && typeof store.kdf.salt === 'string' && typeof store.check === 'string') return store;
  } catch {
    // Said below: what was found is of no use in a message.
  }
  throw new IdentityError('corrupt', path, 'is damaged or not a store of this gateway');
}

const derive = (password: string, salt: string): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const options = { ...COST, maxmem: 256 * COST.N * COST.r };
    scrypt(password.normalize('NFKC'), Buffer.from(salt, 'base64'), 32, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
