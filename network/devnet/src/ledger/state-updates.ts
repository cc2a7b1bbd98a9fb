import { FieldWriter } from '../protobuf/writer';
import type { ChannelState } from '../state/channel-state';
import { sortedKeys } from '../state/key-order';
import { retain } from '../state/retain';
import type { NewVersion, StoredVersion, VersionedMap } from '../state/versioned-map';
import { asBuffer, bytesKey } from '../wire/bytes';
import { sha256 } from '../wire/hashes';
import type { MetadataEntry, NamespaceReadWriteSet, ReadWriteSet, Version } from './transaction';

const copyEntries = (entries: readonly MetadataEntry[]): readonly MetadataEntry[] =>
  entries.map(({ name, value }) => ({ name, value: retain(value) }));

interface Touched {
  readonly keys: Set<string>;
  readonly collections: Map<string, Set<string>>;
}

interface KeyWrite {
  readonly key: string;
  readonly value: Uint8Array | undefined;
}

/**
 * Applies the valid transactions of one block to the state, and remembers which keys they touched: for the block's
 * commit hash, and for taking everything back should the block not reach the disk.
 */
export class StateUpdates {
  private readonly touched = new Map<string, Touched>();

  constructor(
    private readonly state: ChannelState,
    private readonly block: number,
    private readonly oldestReader: number,
  ) {}

  apply(set: ReadWriteSet, transaction: number): void {
    const version = { block: this.block, transaction };
    for (const namespace of set.namespaces) this.applyNamespace(namespace, version);
  }

  /** Takes everything back. */
  undo(): void {
    for (const [namespace, { keys, collections }] of this.touched) {
      for (const key of keys) this.state.publicMap(namespace).undo(key, this.block);
      for (const [collection, hashes] of collections) {
        const map = this.state.hashedMap(namespace, collection);
        for (const hash of hashes) map.undo(hash, this.block);
      }
    }
  }

  /** The block's final updates in Fabric's deterministic form, which the commit hash covers. */
  bytes(): Uint8Array {
    const updates = new FieldWriter();
    for (const namespace of sortedKeys(this.touched)) {
      const { keys, collections } = this.touched.get(namespace)!;
      let isFirst = true;
      const add = (key: Uint8Array, version: StoredVersion | undefined, collection: string) => {
        updates.message(1, encodeUpdate(isFirst ? namespace : '', collection, key, version));
        isFirst = false;
      };
      const map = this.state.publicMap(namespace);
      for (const key of sortedKeys(new Map([...keys].map((name) => [name, name])))) {
        add(Buffer.from(key), map.newest(key), '');
      }
      for (const collection of sortedKeys(collections)) {
        const hashed = this.state.hashedMap(namespace, collection);
        let name = collection;
        for (const hash of [...collections.get(collection)!].sort()) {
          add(Buffer.from(hash, 'latin1'), hashed.newest(hash), name);
          name = '';
        }
      }
    }
    return updates.finish();
  }

  private applyNamespace(set: NamespaceReadWriteSet, version: Version): void {
    const map = this.state.publicMap(set.namespace);
    const metadata = new Map(set.metadataWrites.map(({ key, entries }) => [key, entries]));
    // A write of nothing deletes, whatever its flag says.
    const writes = set.writes.map(({ key, isDelete, value }) => ({
      key,
      value: isDelete || value.length === 0 ? undefined : value,
    }));
    this.applyKeys(map, writes, metadata, version, (key) => this.touch(set.namespace).keys.add(key));
    for (const collection of set.collections) {
      const hashed = this.state.hashedMap(set.namespace, collection.collection);
      const hashedWrites = collection.hashedWrites.map((write) => ({
        key: bytesKey(write.keyHash),
        value: isHashedDelete(write) ? undefined : write.valueHash,
      }));
      const hashedMetadata = new Map(
        collection.metadataWrites.map((write) => [bytesKey(write.keyHash), write.entries]),
      );
      this.applyKeys(hashed, hashedWrites, hashedMetadata, version, (key) =>
        this.touchCollection(set.namespace, collection.collection).add(key),
      );
    }
  }

  private applyKeys(
    map: VersionedMap,
    writes: readonly KeyWrite[],
    metadata: Map<string, readonly MetadataEntry[]>,
    version: Version,
    touch: (key: string) => void,
  ): void {
    const put = (key: string, next: Omit<NewVersion, 'block' | 'transaction'>) => {
      map.put(key, { ...version, ...next }, this.oldestReader);
      touch(key);
    };
    for (const { key, value } of writes) {
      const entries = metadata.get(key);
      metadata.delete(key);
      if (value === undefined) put(key, { value: undefined });
      else put(key, { value: retain(value), metadata: entries ? newMetadata(entries) : map.newest(key)?.metadata });
    }
    for (const [key, entries] of metadata) {
      const value = map.newest(key)?.value;
      // Metadata of a key that is not there is ignored.
      if (value !== undefined) put(key, { value, metadata: newMetadata(entries), isWrite: false });
    }
  }

  private touch(namespace: string): Touched {
    let touched = this.touched.get(namespace);
    if (touched === undefined) {
      this.touched.set(namespace, (touched = { keys: new Set(), collections: new Map() }));
    }
    return touched;
  }

  private touchCollection(namespace: string, collection: string): Set<string> {
    const { collections } = this.touch(namespace);
    let hashes = collections.get(collection);
    if (hashes === undefined) collections.set(collection, (hashes = new Set()));
    return hashes;
  }
}

/** SHA-256 of nothing: the hash of a value that deletes. */
const HASH_OF_NOTHING = sha256();

const isHashedDelete = ({ isDelete, valueHash }: { isDelete: boolean; valueHash: Uint8Array }): boolean =>
  isDelete || valueHash.length === 0 || HASH_OF_NOTHING.equals(valueHash);

/** No entries at all take the key's metadata away. */
const newMetadata = (entries: readonly MetadataEntry[]): readonly MetadataEntry[] | undefined =>
  entries.length === 0 ? undefined : copyEntries(entries);

function encodeUpdate(
  namespace: string,
  collection: string,
  key: Uint8Array,
  version: StoredVersion | undefined,
): Uint8Array {
  const value = version?.value;
  return new FieldWriter()
    .string(1, namespace)
    .string(2, collection)
    .bytes(3, key)
    .bool(4, value === undefined)
    .bytes(5, value)
    .bytes(6, version && encodeHeight(version))
    .finish();
}

/** A version in Fabric's order-preserving form: for each number its length in bytes, then the bytes, high ones first. */
function encodeHeight(version: Version): Uint8Array {
  return Buffer.concat([orderPreserving(version.block), orderPreserving(version.transaction)]);
}

function orderPreserving(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return asBuffer(Uint8Array.from([bytes.length, ...bytes]));
}
