import type { CryptoKey } from 'jose';
import type { ContentKey } from './content-key.ts';
import { importPrivate, thumbprint, type PrivateKey } from './encryption-key.ts';
import { SealError } from './seal-error.ts';
import { unwrapKey, type Wrap } from './wrap.ts';

/** Who can open wraps made for one key: a key in memory, a key store, a card. The private half need not be at hand. */
export interface KeyHolder {
  /** Thumbprint of the public half. */
  readonly kid: string;
  /** @throws SealError `wrong-key` for a wrap for another key, `tampered` where it does not open */
  openWrap(wrap: Wrap): Promise<ContentKey>;
}

/** A private key in memory. What it holds can be kept in a browser's IndexedDB and cannot be taken out of it. */
export class KeyInMemory implements KeyHolder {
  constructor(
    readonly kid: string,
    readonly key: CryptoKey,
  ) {}

  /** @throws SealError `bad-key` */
  static async from(key: PrivateKey): Promise<KeyInMemory> {
    return new KeyInMemory(await thumbprint(key), await importPrivate(key));
  }

  async openWrap(wrap: Wrap): Promise<ContentKey> {
    if (wrap.header.kid !== this.kid) throw new SealError('wrong-key', 'the wrap was made for another key');
    return unwrapKey(wrap, this.key);
  }
}
