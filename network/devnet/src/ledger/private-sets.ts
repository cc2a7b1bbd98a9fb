import { FieldReader } from '../protobuf/reader';
import { FieldWriter } from '../protobuf/writer';
import { readMetadataWrite, readWrite } from './read-rwset';

/** The clear writes to one collection, serialised `kvrwset.KVRWSet`: what the public set has the hash of. */
export interface CollectionWrites {
  readonly namespace: string;
  readonly collection: string;
  readonly set: Uint8Array;
}

/** Takes a `rwset.TxPvtReadWriteSet` apart. @throws ProtobufError */
export function readPrivateSet(bytes: Uint8Array): CollectionWrites[] {
  const found: CollectionWrites[] = [];
  const reader = new FieldReader(bytes);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 2) found.push(...readNamespace(reader.bytes()));
    else reader.skip();
  }
  return found;
}

function readNamespace(bytes: Uint8Array): CollectionWrites[] {
  let namespace = '';
  const collections: { collection: string; set: Uint8Array }[] = [];
  const reader = new FieldReader(bytes);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) namespace = reader.string();
    else if (field === 2) collections.push(readCollection(reader.bytes()));
    else reader.skip();
  }
  return collections.map((collection) => ({ namespace, ...collection }));
}

function readCollection(bytes: Uint8Array): { collection: string; set: Uint8Array } {
  let collection = '';
  let set: Uint8Array = new Uint8Array();
  const reader = new FieldReader(bytes);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) collection = reader.string();
    else if (field === 2) set = reader.bytes();
    else reader.skip();
  }
  return { collection, set };
}

/** `rwset.TxPvtReadWriteSet` of these collections, which come sorted by namespace and collection. */
export function encodePrivateSet(collections: readonly CollectionWrites[]): Uint8Array {
  const set = new FieldWriter();
  const namespaces = new Set(collections.map(({ namespace }) => namespace));
  for (const namespace of namespaces) {
    const part = new FieldWriter().string(1, namespace);
    for (const entry of collections) {
      if (entry.namespace !== namespace) continue;
      part.message(2, new FieldWriter().string(1, entry.collection).bytes(2, entry.set).finish());
    }
    set.message(2, part.finish());
  }
  return set.finish();
}

/** Keys and values of a collection's clear writes; no value where the key is deleted. */
export function readCollectionWrites(set: Uint8Array): {
  writes: { key: string; value: Uint8Array | undefined }[];
  metadataKeys: string[];
} {
  const writes: { key: string; value: Uint8Array | undefined }[] = [];
  const metadataKeys: string[] = [];
  const reader = new FieldReader(set);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 3) {
      const { key, isDelete, value } = readWrite(reader.bytes());
      writes.push({ key, value: isDelete || value.length === 0 ? undefined : value });
    } else if (field === 4) metadataKeys.push(readMetadataWrite(reader.bytes()).key);
    else reader.skip();
  }
  return { writes, metadataKeys };
}
