import {
  generateKey,
  KeyInMemory,
  prove,
  publicKeyOf,
  readPublicKey,
  thumbprint,
  type PublicKey,
  type Wrap,
} from '@rxledger/client';
import { openStoreKey, type StoreKey } from '../identity/store-key';
import type { KeptKey } from './key-file';
import { KeyFiles } from './key-files';
import type { KeyName, KeyStore, KeyUse, KeyView, Opening } from './key-store';
import { KeyStoreError } from './key-store-error';

/** Owners whose keys are held in memory at once. */
const CACHED = 20_000;

interface HeldKey extends KeptKey {
  /** Ready to open wraps; made when first needed. */
  holder?: Promise<KeyInMemory>;
}

/** Encryption keys in encrypted files: AES-256-GCM under a key that scrypt makes of the store's password. */
export class FileKeyStore implements KeyStore {
  readonly #files: KeyFiles;
  readonly #cache = new Map<string, readonly HeldKey[]>();

  /** Under a key that is at hand, as one derived from the identity store's: then one password opens both. */
  constructor(directory: string, key: StoreKey) {
    this.#files = new KeyFiles(directory, key);
  }

  /** Opens a store with a password of its own. @throws IdentityError for a wrong password or a damaged store */
  static async open(directory: string, password: string): Promise<FileKeyStore> {
    return new FileKeyStore(directory, await openStoreKey(directory, password));
  }

  async create(owner: string, use: KeyUse): Promise<KeyView> {
    const privateKey = await generateKey();
    const publicKey = publicKeyOf(privateKey);
    const kid = await thumbprint(publicKey);
    return this.#add(owner, use, (version) => ({
      view: { owner, use, version, kid, publicKey, status: 'active', kept: 'here' },
      privateKey,
    }));
  }

  async adopt(owner: string, use: KeyUse, given: PublicKey): Promise<KeyView> {
    const publicKey = await readPublicKey(given);
    const kid = await thumbprint(publicKey);
    const known = (await this.#read(owner)).find(({ view }) => view.kid === kid && view.use === use);
    if (known !== undefined) return known.view;
    return this.#add(owner, use, (version) => ({
      view: { owner, use, version, kid, publicKey, status: 'active', kept: 'own-device' },
    }));
  }

  async find(name: KeyName): Promise<KeyView | undefined> {
    return (await this.#find(name))?.view;
  }

  async list(owner: string, use?: KeyUse): Promise<readonly KeyView[]> {
    const keys = await this.#read(owner);
    return keys.map(({ view }) => view).filter((view) => use === undefined || view.use === use);
  }

  async prove(name: KeyName, channel: string): Promise<string> {
    const { privateKey } = await this.#known(name);
    if (privateKey === undefined) throw new KeyStoreError('own-device', 'the private half is not in this store');
    const { owner, use, version } = name;
    return prove(privateKey, { channel, owner, use, version });
  }

  async openContentKey(owner: string, wrap: Wrap): Promise<Opening> {
    const key = await this.#byThumbprint(owner, wrap.header.kid);
    if (key === undefined) return { outcome: 'unknown-key' };
    if (key.privateKey === undefined) return { outcome: 'own-device', key: key.view };
    key.holder ??= KeyInMemory.from(key.privateKey);
    return { outcome: 'opened', contentKey: await (await key.holder).openWrap(wrap), key: key.view };
  }

  async retire(name: KeyName): Promise<KeyView> {
    const { holder: _, ...key } = await this.#known(name);
    if (key.view.status === 'retired') return key.view;
    const retired = { ...key, view: { ...key.view, status: 'retired' } } as const;
    await this.#files.replace(retired);
    this.#cache.delete(name.owner);
    return retired.view;
  }

  async #add(owner: string, use: KeyUse, keyOf: (version: number) => KeptKey): Promise<KeyView> {
    const { view } = await this.#files.add(owner, use, keyOf);
    this.#cache.delete(owner);
    return view;
  }

  async #known(name: KeyName): Promise<HeldKey> {
    const key = await this.#find(name);
    if (key !== undefined) return key;
    throw new KeyStoreError('unknown-key', `there is no key ${String(name.version)} of that owner and use`);
  }

  async #find({ owner, use, version }: KeyName): Promise<HeldKey | undefined> {
    return (await this.#read(owner)).find(({ view }) => view.use === use && view.version === version);
  }

  /** Another gateway of the organisation may have made the key a moment ago: what is not in memory is looked for. */
  async #byThumbprint(owner: string, kid: string): Promise<HeldKey | undefined> {
    const among = (keys: readonly HeldKey[] | undefined): HeldKey | undefined =>
      keys?.find(({ view }) => view.kid === kid);
    return among(this.#cache.get(owner)) ?? among(await this.#read(owner));
  }

  async #read(owner: string): Promise<readonly HeldKey[]> {
    const keys: readonly HeldKey[] = await this.#files.read(owner);
    const oldest = this.#cache.size >= CACHED ? this.#cache.keys().next().value : undefined;
    if (oldest !== undefined) this.#cache.delete(oldest);
    this.#cache.set(owner, keys);
    return keys;
  }
}
