import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PATTERNS } from '@rxledger/chaincode/api';
import { readIfThere, writeNew, writeWhole } from '../identity/atomic-file';
import type { StoreKey } from '../identity/store-key';
import { readKeyFile, writeKeyFile, type KeptKey } from './key-file';
import type { KeyName, KeyUse } from './key-store';
import { KeyStoreError } from './key-store-error';

const OWNER = new RegExp(`${PATTERNS.actorId}|${PATTERNS.mspId}`);
const FILE = /^(encryption|emergency)\.([1-9][0-9]{0,8})\.key$/;

/** Keys on disk, each in a sealed file: `<owner>/<use>.<version>.key`. Owners are ids of the registry, never names. */
export class KeyFiles {
  constructor(
    private readonly directory: string,
    private readonly storeKey: StoreKey,
  ) {}

  /** All keys of an owner: by use, oldest first. @throws KeyStoreError `corrupt`, `bad-name` */
  async read(owner: string): Promise<readonly KeptKey[]> {
    const names = await this.#names(owner);
    const keys: KeptKey[] = [];
    for (const name of names) {
      const path = this.#path(name);
      const text = await readIfThere(path);
      if (text !== undefined) keys.push(readKeyFile(this.storeKey, name, path, text));
    }
    return keys;
  }

  /** Keeps a key as the next version of its use; a version is never written twice, whoever else writes. */
  async add(owner: string, use: KeyUse, keyOf: (version: number) => KeptKey): Promise<KeptKey> {
    const versions = (await this.#names(owner)).filter((name) => name.use === use).map(({ version }) => version);
    await mkdir(this.#folder(owner), { recursive: true, mode: 0o700 });
    for (let version = Math.max(0, ...versions) + 1; ; version += 1) {
      const key = keyOf(version);
      if (await writeNew(this.#path(key.view), writeKeyFile(this.storeKey, key))) return key;
    }
  }

  async replace(key: KeptKey): Promise<void> {
    await writeWhole(this.#path(key.view), writeKeyFile(this.storeKey, key));
  }

  async #names(owner: string): Promise<readonly KeyName[]> {
    const files = await readdir(this.#folder(owner)).catch((cause: unknown) => {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw new KeyStoreError('unreadable', `the keys of ${owner} cannot be read`, { cause });
    });
    return files
      .flatMap((file) => {
        const [, use, version] = FILE.exec(file) ?? [];
        return version === undefined ? [] : [{ owner, use: use as KeyUse, version: Number(version) }];
      })
      .sort((left, right) => left.use.localeCompare(right.use) || left.version - right.version);
  }

  #path({ owner, use, version }: KeyName): string {
    return join(this.#folder(owner), `${use}.${String(version)}.key`);
  }

  #folder(owner: string): string {
    if (!OWNER.test(owner)) throw new KeyStoreError('bad-name', 'the owner of a key is not named by an id');
    // No colon in file names, for the sake of other systems; an MSP id has no tilde.
    return join(this.directory, owner.replace(':', '~'));
  }
}
