import { generateKey, KeyInMemory, prove, publicKeyOf, thumbprint, type PrivateKey, type Wrap } from '@rxledger/client';
import type { KeyName, KeyStore, KeyUse, KeyView, Opening } from '../src/keys';
import { KeyStoreError } from '../src/keys';

interface Entry {
  view: KeyView;
  readonly secret?: PrivateKey;
}

/** A key store in memory: for tests of what stands on the port. */
export class MemoryKeyStore implements KeyStore {
  #entries: Entry[] = [];

  /** Loses all keys of an owner, as a store that burnt down. */
  forget(owner: string): void {
    this.#entries = this.#entries.filter(({ view }) => view.owner !== owner);
  }

  async create(owner: string, use: KeyUse): Promise<KeyView> {
    const secret = await generateKey();
    return this.#add(owner, use, { secret, publicKey: publicKeyOf(secret), kept: 'here' });
  }

  async adopt(owner: string, use: KeyUse, publicKey: KeyView['publicKey']): Promise<KeyView> {
    const known = this.#entries.find(({ view }) => view.owner === owner && view.publicKey.x === publicKey.x);
    return known?.view ?? this.#add(owner, use, { publicKey, kept: 'own-device' });
  }

  async find(name: KeyName): Promise<KeyView | undefined> {
    return this.#entry(name)?.view;
  }

  async list(owner: string, use?: KeyUse): Promise<readonly KeyView[]> {
    const views = this.#entries.map(({ view }) => view);
    return views.filter((view) => view.owner === owner && (use === undefined || view.use === use));
  }

  async prove(name: KeyName, channel: string): Promise<string> {
    const entry = this.#entry(name);
    if (entry?.secret === undefined) throw new KeyStoreError('unknown-key', 'no such key');
    return prove(entry.secret, { channel, ...name });
  }

  async openContentKey(owner: string, wrap: Wrap): Promise<Opening> {
    const entry = this.#entries.find(({ view }) => view.owner === owner && view.kid === wrap.header.kid);
    if (entry === undefined) return { outcome: 'unknown-key' };
    if (entry.secret === undefined) return { outcome: 'own-device', key: entry.view };
    const contentKey = await (await KeyInMemory.from(entry.secret)).openWrap(wrap);
    return { outcome: 'opened', contentKey, key: entry.view };
  }

  async retire(name: KeyName): Promise<KeyView> {
    const entry = this.#entry(name);
    if (entry === undefined) throw new KeyStoreError('unknown-key', 'no such key');
    entry.view = { ...entry.view, status: 'retired' };
    return entry.view;
  }

  #entry({ owner, use, version }: KeyName): Entry | undefined {
    return this.#entries.find(({ view }) => view.owner === owner && view.use === use && view.version === version);
  }

  async #add(
    owner: string,
    use: KeyUse,
    { secret, publicKey, kept }: Pick<KeyView, 'publicKey' | 'kept'> & { secret?: PrivateKey },
  ): Promise<KeyView> {
    const version = (await this.list(owner, use)).length + 1;
    const kid = await thumbprint(publicKey);
    const view: KeyView = { owner, use, version, kid, publicKey, kept, status: 'active' };
    this.#entries.push({ view, ...(secret === undefined ? {} : { secret }) });
    return view;
  }
}
