import type { PrivateKey, PublicKey } from '@rxledger/client';
import type { StoreKey } from '../identity/store-key';
import type { KeyName, KeyView } from './key-store';
import { KeyStoreError } from './key-store-error';

/** What is kept of one key. */
export interface KeptKey {
  readonly view: KeyView;
  /** None where the owner keeps the key on a device. */
  readonly privateKey?: PrivateKey;
}

interface KeyFile {
  readonly format: 'rxledger-key';
  readonly version: 1;
  /** `KeptMaterial` under the store's key, bound to the key's name. */
  readonly sealed: string;
}

interface KeptMaterial {
  readonly kid: string;
  readonly publicKey: PublicKey;
  readonly status: KeyView['status'];
  readonly privateKey?: PrivateKey;
}

/** The text of a key's file: sealed, and of use under this name alone. */
export function writeKeyFile(storeKey: StoreKey, { view, privateKey }: KeptKey): string {
  const { kid, publicKey, status } = view;
  const material: KeptMaterial = { kid, publicKey, status, ...(privateKey === undefined ? {} : { privateKey }) };
  const sealed = storeKey.seal(label(view), JSON.stringify(material));
  return JSON.stringify({ format: 'rxledger-key', version: 1, sealed } satisfies KeyFile);
}

/** @throws KeyStoreError `corrupt` where it was changed, put under another name, or sealed in another store */
export function readKeyFile(storeKey: StoreKey, name: KeyName, path: string, text: string): KeptKey {
  try {
    const file = JSON.parse(text) as KeyFile;
    if (file.format !== 'rxledger-key' || file.version !== 1) throw new Error('not a key');
    const { privateKey, ...material } = JSON.parse(storeKey.open(label(name), file.sealed)) as KeptMaterial;
    const { owner, use, version } = name;
    const kept = privateKey === undefined ? 'own-device' : 'here';
    const view: KeyView = { owner, use, version, ...material, kept };
    return privateKey === undefined ? { view } : { view, privateKey };
  } catch (cause) {
    throw new KeyStoreError('corrupt', `${path} is damaged, or was sealed in another store`, { cause });
  }
}

const label = ({ owner, use, version }: KeyName): string => `encryption key ${owner} ${use} ${String(version)}`;
