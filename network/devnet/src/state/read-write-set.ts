import { FieldWriter } from '../protobuf/writer';
import type { MetadataEntry, Version } from '../ledger/transaction';
import { sha256 } from '../wire/hashes';
import { sortedKeys } from './key-order';
import { encodeRead, encodeReads, encodeVersion, type RangeResult } from './range-summary';

/** A finished range query: `kvrwset.RangeQueryInfo` in plain values. */
export interface RangeQuery extends RangeResult {
  readonly startKey: string;
  readonly endKey: string;
  readonly isExhausted: boolean;
}

interface CollectionBuilder {
  readonly reads: Map<string, Version | undefined>;
  readonly writes: Map<string, { value: Uint8Array | undefined; isPurge: boolean }>;
  readonly metadataWrites: Map<string, readonly MetadataEntry[]>;
}

interface NamespaceBuilder {
  readonly reads: Map<string, Version | undefined>;
  readonly writes: Map<string, Uint8Array | undefined>;
  readonly metadataWrites: Map<string, readonly MetadataEntry[]>;
  readonly ranges: RangeQuery[];
  readonly collections: Map<string, CollectionBuilder>;
}

const keyHash = (key: string): Buffer => sha256(Buffer.from(key));

/**
 * Collects what a transaction reads and writes and encodes it byte for byte as Fabric's peer does: everything sorted by
 * key, so that two peers that saw the same state endorse the same bytes.
 */
export class ReadWriteSetBuilder {
  private readonly namespaces = new Map<string, NamespaceBuilder>();

  read(namespace: string, key: string, version: Version | undefined): void {
    this.namespace(namespace).reads.set(key, version);
  }

  /** No value, or an empty one, deletes. */
  write(namespace: string, key: string, value: Uint8Array | undefined): void {
    this.namespace(namespace).writes.set(key, value?.length === 0 ? undefined : value);
  }

  writeMetadata(namespace: string, key: string, entries: readonly MetadataEntry[]): void {
    this.namespace(namespace).metadataWrites.set(key, entries);
  }

  range(namespace: string, query: RangeQuery): void {
    const { ranges } = this.namespace(namespace);
    const isSame = (other: RangeQuery) =>
      other.startKey === query.startKey && other.endKey === query.endKey && other.isExhausted === query.isExhausted;
    if (!ranges.some(isSame)) ranges.push(query);
  }

  readHashed(namespace: string, collection: string, key: string, version: Version | undefined): void {
    this.collection(namespace, collection).reads.set(key, version);
  }

  writePrivate(
    namespace: string,
    collection: string,
    key: string,
    value: Uint8Array | undefined,
    isPurge = false,
  ): void {
    const written = value?.length === 0 ? undefined : value;
    this.collection(namespace, collection).writes.set(key, { value: written, isPurge });
  }

  writePrivateMetadata(namespace: string, collection: string, key: string, entries: readonly MetadataEntry[]): void {
    this.collection(namespace, collection).metadataWrites.set(key, entries);
  }

  /** Namespaces that were read or written, in order. */
  touched(): string[] {
    return sortedKeys(this.namespaces);
  }

  /** `rwset.TxReadWriteSet`, and `rwset.TxPvtReadWriteSet` where anything private was written. */
  build(): { publicSet: Uint8Array; privateSet: Uint8Array | undefined } {
    const publicSet = new FieldWriter();
    const privateSet = new FieldWriter();
    let hasPrivate = false;
    for (const name of sortedKeys(this.namespaces)) {
      const namespace = this.namespaces.get(name)!;
      const hashed = new FieldWriter().string(1, name).bytes(2, encodeNamespace(namespace));
      const clear = new FieldWriter().string(1, name);
      let isClear = false;
      for (const collectionName of sortedKeys(namespace.collections)) {
        const collection = namespace.collections.get(collectionName)!;
        const clearSet = encodeClear(collection);
        if (clearSet !== undefined) {
          clear.message(2, new FieldWriter().string(1, collectionName).bytes(2, clearSet).finish());
          isClear = true;
        }
        hashed.message(3, encodeHashedCollection(collectionName, collection, clearSet));
      }
      publicSet.message(2, hashed.finish());
      if (isClear) privateSet.message(2, clear.finish());
      hasPrivate ||= isClear;
    }
    return { publicSet: publicSet.finish(), privateSet: hasPrivate ? privateSet.finish() : undefined };
  }

  private namespace(name: string): NamespaceBuilder {
    let namespace = this.namespaces.get(name);
    if (namespace === undefined) {
      namespace = {
        reads: new Map(),
        writes: new Map(),
        metadataWrites: new Map(),
        ranges: [],
        collections: new Map(),
      };
      this.namespaces.set(name, namespace);
    }
    return namespace;
  }

  private collection(namespace: string, name: string): CollectionBuilder {
    const { collections } = this.namespace(namespace);
    let collection = collections.get(name);
    if (collection === undefined) {
      collection = { reads: new Map(), writes: new Map(), metadataWrites: new Map() };
      collections.set(name, collection);
    }
    return collection;
  }
}

function encodeNamespace(namespace: NamespaceBuilder): Uint8Array {
  const set = new FieldWriter();
  for (const key of sortedKeys(namespace.reads)) set.message(1, encodeRead(key, namespace.reads.get(key)));
  for (const range of namespace.ranges) set.message(2, encodeRange(range));
  for (const key of sortedKeys(namespace.writes)) set.message(3, encodeWrite(key, namespace.writes.get(key)));
  for (const key of sortedKeys(namespace.metadataWrites)) {
    set.message(4, encodeMetadata(new FieldWriter().string(1, key), namespace.metadataWrites.get(key)!));
  }
  return set.finish();
}

function encodeWrite(key: string, value: Uint8Array | undefined): Uint8Array {
  return new FieldWriter()
    .string(1, key)
    .bool(2, value === undefined)
    .bytes(3, value)
    .finish();
}

function encodeMetadata(keyed: FieldWriter, entries: readonly MetadataEntry[]): Uint8Array {
  for (const entry of entries) {
    keyed.message(2, new FieldWriter().string(1, entry.name).bytes(2, entry.value).finish());
  }
  return keyed.finish();
}

function encodeRange(range: RangeQuery): Uint8Array {
  const info = new FieldWriter().string(1, range.startKey).string(2, range.endKey).bool(3, range.isExhausted);
  if (range.reads.length > 0) info.message(4, encodeReads(range.reads));
  if (range.summary !== undefined) {
    const summary = new FieldWriter().number(1, range.summary.maxDegree).number(2, range.summary.maxLevel);
    for (const hash of range.summary.maxLevelHashes) summary.message(3, hash);
    info.message(5, summary.finish());
  }
  return info.finish();
}

/** The collection's clear `KVRWSet`: writes alone, reads stay hashed. */
function encodeClear(collection: CollectionBuilder): Uint8Array | undefined {
  if (collection.writes.size === 0 && collection.metadataWrites.size === 0) return undefined;
  const set = new FieldWriter();
  for (const key of sortedKeys(collection.writes)) set.message(3, encodeWrite(key, collection.writes.get(key)!.value));
  for (const key of sortedKeys(collection.metadataWrites)) set.message(4, new FieldWriter().string(1, key).finish());
  return set.finish();
}

function encodeHashedCollection(
  name: string,
  collection: CollectionBuilder,
  clearSet: Uint8Array | undefined,
): Uint8Array {
  const set = new FieldWriter();
  for (const key of sortedKeys(collection.reads)) {
    const version = collection.reads.get(key);
    const read = new FieldWriter().bytes(1, keyHash(key));
    set.message(1, (version === undefined ? read : read.message(2, encodeVersion(version))).finish());
  }
  for (const key of sortedKeys(collection.writes)) {
    const { value, isPurge } = collection.writes.get(key)!;
    const write = new FieldWriter().bytes(1, keyHash(key)).bool(2, value === undefined);
    set.message(
      2,
      write
        .bytes(3, value && sha256(value))
        .bool(4, isPurge)
        .finish(),
    );
  }
  for (const key of sortedKeys(collection.metadataWrites)) {
    set.message(3, encodeMetadata(new FieldWriter().bytes(1, keyHash(key)), collection.metadataWrites.get(key)!));
  }
  return new FieldWriter()
    .string(1, name)
    .bytes(2, set.finish())
    .bytes(3, clearSet && sha256(clearSet))
    .finish();
}
