import { ledger } from '@hyperledger/fabric-protos';
import { FieldReader } from '../protobuf/reader';
import type { CollectionHashedSet, MetadataEntry, NamespaceReadWriteSet, ReadWriteSet, Version } from './transaction';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Item<T> = T extends readonly (infer U)[] ? Mutable<U> : never;

/** Calls `visit` for each field of a message; a field that `visit` does not take (answers false) is passed over. */
function each(message: Uint8Array, visit: (field: number, reader: FieldReader) => boolean): void {
  const reader = new FieldReader(message);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (!visit(field, reader)) reader.skip();
  }
}

/** `rwset.TxReadWriteSet`. Values and hashes are views of `bytes`, not copies. @throws ProtobufError */
export function readReadWriteSet(bytes: Uint8Array): ReadWriteSet {
  const namespaces: NamespaceReadWriteSet[] = [];
  each(bytes, (field, reader) => field === 2 && namespaces.push(readNamespace(reader.bytes())) > 0);
  return { namespaces };
}

function readNamespace(bytes: Uint8Array): NamespaceReadWriteSet {
  const set: Mutable<NamespaceReadWriteSet> & {
    reads: Item<NamespaceReadWriteSet['reads']>[];
    rangeQueries: ledger.rwset.kvrwset.RangeQueryInfo[];
    writes: Item<NamespaceReadWriteSet['writes']>[];
    metadataWrites: Item<NamespaceReadWriteSet['metadataWrites']>[];
    collections: CollectionHashedSet[];
  } = { namespace: '', reads: [], rangeQueries: [], writes: [], metadataWrites: [], collections: [] };
  each(bytes, (field, reader) => {
    if (field === 1) set.namespace = reader.string();
    else if (field === 2) {
      each(reader.bytes(), (part, inner) => {
        if (part === 1) set.reads.push(readRead(inner.bytes()));
        else if (part === 2) set.rangeQueries.push(readRange(inner.bytes()));
        else if (part === 3) set.writes.push(readWrite(inner.bytes()));
        else if (part === 4) set.metadataWrites.push(readMetadataWrite(inner.bytes()));
        else return false;
        return true;
      });
    } else if (field === 3) set.collections.push(readCollection(reader.bytes()));
    else return false;
    return true;
  });
  return set;
}

const readRange = (bytes: Uint8Array): ledger.rwset.kvrwset.RangeQueryInfo =>
  ledger.rwset.kvrwset.RangeQueryInfo.deserializeBinary(bytes);

function readVersion(bytes: Uint8Array): Version {
  const version = { block: 0, transaction: 0 };
  each(bytes, (field, reader) => {
    if (field === 1) version.block = reader.varint();
    else if (field === 2) version.transaction = reader.varint();
    else return false;
    return true;
  });
  return version;
}

function readRead(bytes: Uint8Array): Item<NamespaceReadWriteSet['reads']> {
  const read: Item<NamespaceReadWriteSet['reads']> = { key: '', version: undefined };
  each(bytes, (field, reader) => {
    if (field === 1) read.key = reader.string();
    else if (field === 2) read.version = readVersion(reader.bytes());
    else return false;
    return true;
  });
  return read;
}

const NOTHING: Uint8Array = new Uint8Array();

export function readWrite(bytes: Uint8Array): Item<NamespaceReadWriteSet['writes']> {
  const write: Item<NamespaceReadWriteSet['writes']> = { key: '', isDelete: false, value: NOTHING };
  each(bytes, (field, reader) => {
    if (field === 1) write.key = reader.string();
    else if (field === 2) write.isDelete = reader.bool();
    else if (field === 3) write.value = reader.bytes();
    else return false;
    return true;
  });
  return write;
}

function readEntry(bytes: Uint8Array): MetadataEntry {
  const entry: Mutable<MetadataEntry> = { name: '', value: NOTHING };
  each(bytes, (field, reader) => {
    if (field === 1) entry.name = reader.string();
    else if (field === 2) entry.value = reader.bytes();
    else return false;
    return true;
  });
  return entry;
}

export function readMetadataWrite(bytes: Uint8Array): Item<NamespaceReadWriteSet['metadataWrites']> {
  let key = '';
  const entries: MetadataEntry[] = [];
  each(bytes, (field, reader) => {
    if (field === 1) key = reader.string();
    else if (field === 2) entries.push(readEntry(reader.bytes()));
    else return false;
    return true;
  });
  return { key, entries };
}

function readCollection(bytes: Uint8Array): CollectionHashedSet {
  const set: Mutable<CollectionHashedSet> & {
    hashedReads: Item<CollectionHashedSet['hashedReads']>[];
    hashedWrites: Item<CollectionHashedSet['hashedWrites']>[];
    metadataWrites: Item<CollectionHashedSet['metadataWrites']>[];
  } = { collection: '', hashedReads: [], hashedWrites: [], metadataWrites: [], privateHash: NOTHING };
  each(bytes, (field, reader) => {
    if (field === 1) set.collection = reader.string();
    else if (field === 3) set.privateHash = reader.bytes();
    else if (field === 2) {
      each(reader.bytes(), (part, inner) => {
        if (part === 1) set.hashedReads.push(readHashedRead(inner.bytes()));
        else if (part === 2) set.hashedWrites.push(readHashedWrite(inner.bytes()));
        else if (part === 3) set.metadataWrites.push(readHashedMetadataWrite(inner.bytes()));
        else return false;
        return true;
      });
    } else return false;
    return true;
  });
  return set;
}

function readHashedRead(bytes: Uint8Array): Item<CollectionHashedSet['hashedReads']> {
  const read: Item<CollectionHashedSet['hashedReads']> = { keyHash: NOTHING, version: undefined };
  each(bytes, (field, reader) => {
    if (field === 1) read.keyHash = reader.bytes();
    else if (field === 2) read.version = readVersion(reader.bytes());
    else return false;
    return true;
  });
  return read;
}

function readHashedWrite(bytes: Uint8Array): Item<CollectionHashedSet['hashedWrites']> {
  const write: Item<CollectionHashedSet['hashedWrites']> = {
    keyHash: NOTHING,
    valueHash: NOTHING,
    isDelete: false,
    isPurge: false,
  };
  each(bytes, (field, reader) => {
    if (field === 1) write.keyHash = reader.bytes();
    else if (field === 2) write.isDelete = reader.bool();
    else if (field === 3) write.valueHash = reader.bytes();
    else if (field === 4) write.isPurge = reader.bool();
    else return false;
    return true;
  });
  return write;
}

function readHashedMetadataWrite(bytes: Uint8Array): Item<CollectionHashedSet['metadataWrites']> {
  let keyHash: Uint8Array = NOTHING;
  const entries: MetadataEntry[] = [];
  each(bytes, (field, reader) => {
    if (field === 1) keyHash = reader.bytes();
    else if (field === 2) entries.push(readEntry(reader.bytes()));
    else return false;
    return true;
  });
  return { keyHash, entries };
}
