import { bytesKey } from '../../wire/bytes';
import type { ReadWriteSet } from '../transaction';

const publicKey = (namespace: string, key: string): string => `${namespace}\u0000\u0000${key}`;
const hashedKey = (namespace: string, collection: string, keyHash: Uint8Array): string =>
  `${namespace}\u0000${collection}\u0000${bytesKey(keyHash)}`;

/**
 * The keys whose metadata the transactions of one block have changed so far. A later transaction of the same block that writes such a key was
 * endorsed under a policy that may no longer hold: it fails. A change counts once its endorsements are found sufficient, even if it then
 * loses to a conflict, as on Fabric's peers.
 */
export class KeyPolicyChanges {
  readonly #changed = new Set<string>();

  /** Notes what a sufficiently endorsed transaction changes. */
  record(writes: ReadWriteSet): void {
    for (const { namespace, metadataWrites, collections } of writes.namespaces) {
      for (const { key } of metadataWrites) this.#changed.add(publicKey(namespace, key));
      for (const { collection, metadataWrites: hashed } of collections) {
        for (const { keyHash } of hashed) this.#changed.add(hashedKey(namespace, collection, keyHash));
      }
    }
  }

  hasKey(namespace: string, key: string): boolean {
    return this.#changed.has(publicKey(namespace, key));
  }

  hasHashedKey(namespace: string, collection: string, keyHash: Uint8Array): boolean {
    return this.#changed.has(hashedKey(namespace, collection, keyHash));
  }
}
