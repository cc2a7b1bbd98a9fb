import { ledger } from '@hyperledger/fabric-protos';
import { decode } from '../../wire/protobuf';
import type { CollectionHashedSet, MetadataEntry, NamespaceReadWriteSet, ReadWriteSet, Version } from '../transaction';

const { rwset } = ledger;
const { kvrwset } = rwset;

const version = (source: ledger.rwset.kvrwset.Version | undefined): Version | undefined =>
  source && { block: source.getBlockNum(), transaction: source.getTxNum() };

const entries = (source: readonly ledger.rwset.kvrwset.KVMetadataEntry[]): MetadataEntry[] =>
  source.map((entry) => ({ name: entry.getName(), value: entry.getValue_asU8() }));

const collection = (source: ledger.rwset.CollectionHashedReadWriteSet): CollectionHashedSet => {
  const hashed = decode(kvrwset.HashedRWSet, source.getHashedRwset_asU8());
  return {
    collection: source.getCollectionName(),
    hashedReads: hashed
      .getHashedReadsList()
      .map((read) => ({ keyHash: read.getKeyHash_asU8(), version: version(read.getVersion()) })),
    hashedWrites: hashed.getHashedWritesList().map((write) => ({
      keyHash: write.getKeyHash_asU8(),
      valueHash: write.getValueHash_asU8(),
      isDelete: write.getIsDelete(),
      isPurge: write.getIsPurge(),
    })),
    metadataWrites: hashed
      .getMetadataWritesList()
      .map((write) => ({ keyHash: write.getKeyHash_asU8(), entries: entries(write.getEntriesList()) })),
    privateHash: source.getPvtRwsetHash_asU8(),
  };
};

const namespace = (source: ledger.rwset.NsReadWriteSet): NamespaceReadWriteSet => {
  const set = decode(kvrwset.KVRWSet, source.getRwset_asU8());
  return {
    namespace: source.getNamespace(),
    reads: set.getReadsList().map((read) => ({ key: read.getKey(), version: version(read.getVersion()) })),
    rangeQueries: set.getRangeQueriesInfoList(),
    writes: set
      .getWritesList()
      .map((write) => ({ key: write.getKey(), isDelete: write.getIsDelete(), value: write.getValue_asU8() })),
    metadataWrites: set
      .getMetadataWritesList()
      .map((write) => ({ key: write.getKey(), entries: entries(write.getEntriesList()) })),
    collections: source.getCollectionHashedRwsetList().map(collection),
  };
};

/**
 * Takes a serialised `ledger.rwset.TxReadWriteSet` apart.
 * @throws WireError
 */
export const readReadWriteSet = (bytes: Uint8Array): ReadWriteSet => ({
  namespaces: decode(rwset.TxReadWriteSet, bytes).getNsRwsetList().map(namespace),
});

/** True when the transaction changes anything in this namespace, public or private, value or metadata. */
export const isWritten = (set: NamespaceReadWriteSet): boolean =>
  set.writes.length > 0 ||
  set.metadataWrites.length > 0 ||
  set.collections.some(({ hashedWrites, metadataWrites }) => hashedWrites.length > 0 || metadataWrites.length > 0);
