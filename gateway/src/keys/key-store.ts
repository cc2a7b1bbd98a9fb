import type { ContentKey, PublicKey, Wrap } from '@rxledger/client';

/** What a key is for: its owner's records, or emergencies (a member's gateway alone). */
export type KeyUse = 'encryption' | 'emergency';

/** A key by name. */
export interface KeyName {
  /** Actor id, or MSP id of an organisation. */
  readonly owner: string;
  readonly use: KeyUse;
  /** From 1; a new key of the same owner and use is the next version. */
  readonly version: number;
}

/** What a store tells of a key: never its private half. */
export interface KeyView extends KeyName {
  /** Thumbprint (RFC 7638), as wraps name it. */
  readonly kid: string;
  readonly publicKey: PublicKey;
  /** New wraps are for `active` keys; `retired` ones still open what was wrapped for them. */
  readonly status: 'active' | 'retired';
  /** Where the private half is. On the owner's own device, this gateway cannot open anything. */
  readonly kept: 'here' | 'own-device';
}

/**
 * What came of opening a wrap. `own-device`: its owner keeps the private half, so hand out ciphertext and wrap.
 * `unknown-key`: no key of this owner has that thumbprint.
 */
export type Opening =
  | { readonly outcome: 'opened'; readonly contentKey: ContentKey; readonly key: KeyView }
  | { readonly outcome: 'own-device'; readonly key: KeyView }
  | { readonly outcome: 'unknown-key' };

/** Encryption keys of the people and the organisation that one gateway serves. Adapters: encrypted files. */
export interface KeyStore {
  /** Makes the next key of an owner and use, on disk when this resolves. @throws KeyStoreError */
  create(owner: string, use: KeyUse): Promise<KeyView>;
  /** Notes the public half of a key that its owner keeps on a device. The next version; the same key again is found. */
  adopt(owner: string, use: KeyUse, publicKey: PublicKey): Promise<KeyView>;
  /** Undefined where there is no such key. @throws KeyStoreError `corrupt` */
  find(name: KeyName): Promise<KeyView | undefined>;
  /** All versions of an owner's keys, of one use or both, oldest first. @throws KeyStoreError `corrupt` */
  list(owner: string, use?: KeyUse): Promise<readonly KeyView[]>;
  /**
   * Proof of possession for registering the key on a channel.
   * @throws KeyStoreError `unknown-key`; `own-device`: the device makes its own proof
   */
  prove(name: KeyName, channel: string): Promise<string>;
  /**
   * Opens a wrap with the owner's key that it names, retired or not.
   * @throws SealError `tampered` where it does not open
   */
  openContentKey(owner: string, wrap: Wrap): Promise<Opening>;
  /** No new wraps for this key; nothing happens to one that is retired. @throws KeyStoreError `unknown-key` */
  retire(name: KeyName): Promise<KeyView>;
}
