import { readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { PATTERNS } from '@rxledger/chaincode/api';
import { readIfThere, writeWhole } from './atomic-file';
import { IdentityError } from './identity-error';
import { personIdentity, type IdentityMaterial, type PersonIdentity } from './person-identity';
import { openStoreKey, type StoreKey } from './store-key';

const ENROLMENT_ID = new RegExp(PATTERNS.enrolmentId);
const SUFFIX = '.identity';
/** People whose keys are held in memory at once. */
const CACHED = 20_000;

interface IdentityFile {
  readonly format: 'rxledger-identity';
  readonly version: 1;
  /** `IdentityMaterial` under the store's key. */
  readonly sealed: string;
}

/**
 * The people this gateway signs for: one encrypted file a person, named by the opaque enrolment id, keys in memory once
 * used. A damaged file is refused with its remedy and never repaired or skipped in silence.
 */
export class IdentityStore {
  readonly #cache = new Map<string, PersonIdentity>();

  private constructor(
    readonly directory: string,
    readonly mspId: string,
    private readonly key: StoreKey,
  ) {}

  /** Opens a store, making it where there is none. @throws IdentityError for a wrong password or a damaged store */
  static async open(directory: string, mspId: string, password: string): Promise<IdentityStore> {
    return new IdentityStore(directory, mspId, await openStoreKey(directory, password));
  }

  /** A key for another purpose, derived from the store's. */
  derivedKey(purpose: string): StoreKey {
    return this.key.derive(purpose);
  }

  /** The person's identity if it is in memory already: without waiting, for the path every request takes. */
  peek(enrolmentId: string): PersonIdentity | undefined {
    return this.#cache.get(enrolmentId);
  }

  /** @throws IdentityError for a damaged file */
  async get(enrolmentId: string): Promise<PersonIdentity | undefined> {
    const known = this.#cache.get(enrolmentId);
    if (known !== undefined) return known;
    const path = this.#path(enrolmentId);
    const text = await readIfThere(path);
    if (text === undefined) return undefined;
    return this.#keep(this.#unseal(enrolmentId, path, text));
  }

  /** Keeps an identity, in place of an earlier one of the same person. @throws IdentityError */
  async put(enrolmentId: string, material: IdentityMaterial): Promise<PersonIdentity> {
    const path = this.#path(enrolmentId);
    if (material.mspId !== this.mspId) {
      throw new IdentityError('foreign', path, `belongs to ${material.mspId}, not ${this.mspId}`);
    }
    const identity = parse(enrolmentId, path, material);
    const sealed = this.key.seal(enrolmentId, JSON.stringify(material));
    const file: IdentityFile = { format: 'rxledger-identity', version: 1, sealed };
    await writeWhole(path, JSON.stringify(file));
    return this.#keep(identity);
  }

  /** Forgets a person; nothing happens where there is none. */
  async remove(enrolmentId: string): Promise<void> {
    this.#cache.delete(enrolmentId);
    await unlink(this.#path(enrolmentId)).catch((cause: unknown) => {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw new IdentityError('unwritable', this.#path(enrolmentId), 'cannot be removed', { cause });
    });
  }

  /** Enrolment ids, sorted. */
  async names(): Promise<readonly string[]> {
    const files = await readdir(this.directory);
    return files
      .filter((file) => file.endsWith(SUFFIX))
      .map((file) => file.slice(0, -SUFFIX.length))
      .sort();
  }

  /** Forgets what is in memory, so that files changed by another process are read again. */
  reload(): void {
    this.#cache.clear();
  }

  #path(enrolmentId: string): string {
    if (ENROLMENT_ID.test(enrolmentId)) return join(this.directory, enrolmentId + SUFFIX);
    throw new IdentityError('bad-name', this.directory, 'the enrolment id breaks the pattern');
  }

  #unseal(enrolmentId: string, path: string, text: string): PersonIdentity {
    let material: IdentityMaterial;
    try {
      const file = JSON.parse(text) as IdentityFile;
      if (file.format !== 'rxledger-identity' || file.version !== 1) throw new Error('not an identity');
      material = JSON.parse(this.key.open(enrolmentId, file.sealed)) as IdentityMaterial;
    } catch (cause) {
      throw new IdentityError('corrupt', path, 'is damaged, or was sealed in another store', { cause });
    }
    return parse(enrolmentId, path, material);
  }

  #keep(identity: PersonIdentity): PersonIdentity {
    const oldest = this.#cache.size >= CACHED ? this.#cache.keys().next().value : undefined;
    if (oldest !== undefined) this.#cache.delete(oldest);
    this.#cache.set(identity.enrolmentId, identity);
    return identity;
  }
}

function parse(enrolmentId: string, path: string, material: IdentityMaterial): PersonIdentity {
  try {
    return personIdentity(enrolmentId, material);
  } catch (cause) {
    throw new IdentityError('unsupported', path, (cause as Error).message, { cause });
  }
}
