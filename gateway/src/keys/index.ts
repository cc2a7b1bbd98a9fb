export type { KeyName, KeyStore, KeyUse, KeyView, Opening } from './key-store';
export { KeyStoreError, type KeyStoreFaultKind } from './key-store-error';
export { FileKeyStore } from './file-key-store';
