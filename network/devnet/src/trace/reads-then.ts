import type { ledger } from '@hyperledger/fabric-protos';
import type { ReadWriteSet, Version } from '../ledger/transaction';
import { RangeSummary } from '../state/range-summary';
import type { ChannelState } from '../state/channel-state';
import type { StoredVersion, VersionedMap } from '../state/versioned-map';
import { bytesKey, equalBytes } from '../wire/bytes';
import type { CollectionTrace, RangeTrace, ReadTrace } from './transaction-trace';

/** Reads of a transaction, beside what validation met. */
export interface ReadsThen {
  readonly reads: readonly ReadTrace[];
  readonly ranges: readonly RangeTrace[];
  readonly privateReads: ReadonlyMap<string, CollectionTrace['reads']>;
}

const plain = (version: Version | undefined): Version | undefined =>
  version && { block: version.block, transaction: version.transaction };

/** One read against what was there at a place in the chain; as `checkReads` judges it. */
const compared = (read: Version | undefined, then: StoredVersion | undefined, at: Version) => {
  const present = then?.value === undefined ? undefined : then;
  const isSame = present?.block === read?.block && present?.transaction === read?.transaction;
  return {
    ...(read && { version: plain(read)! }),
    ...(present && { versionThen: plain(present)! }),
    isCurrent: then?.block !== at.block && isSame,
  };
};

const isSameRange = (map: VersionedMap, query: ledger.rwset.kvrwset.RangeQueryInfo, at: Version): boolean => {
  const found = [...map.rangeBefore(query.getStartKey(), query.getEndKey(), at, !query.getItrExhausted())];
  const merkle = query.getReadsMerkleHashes();
  if (merkle) {
    const again = new RangeSummary(merkle.getMaxDegree());
    found.forEach((each) => again.add(each));
    const hashes = merkle.getMaxLevelHashesList_asU8();
    const { summary } = again.finish();
    return (
      summary?.maxLevelHashes.length === hashes.length &&
      summary.maxLevelHashes.every((hash, index) => equalBytes(hash, hashes[index]!))
    );
  }
  const read = query.getRawReads()?.getKvReadsList() ?? [];
  return (
    read.length === found.length &&
    read.every((each, index) => {
      const { key, version } = found[index]!;
      const was = each.getVersion();
      return key === each.getKey() && version.block === was?.getBlockNum() && version.transaction === was.getTxNum();
    })
  );
};

/** Name of a collection across namespaces. */
export const collectionName = (namespace: string, collection: string): string => `${namespace}\u0000${collection}`;

/** What a transaction read, beside what stood there when it was validated at its place in the chain. */
export const readsThen = (state: ChannelState, { namespaces }: ReadWriteSet, at: Version): ReadsThen => {
  const privateReads = new Map<string, CollectionTrace['reads']>();
  for (const { namespace, collections } of namespaces) {
    for (const { collection, hashedReads } of collections) {
      const map = state.hashedMap(namespace, collection);
      const reads = hashedReads.map(({ keyHash, version }) => ({
        keyHash: Buffer.from(keyHash).toString('hex'),
        ...compared(version, map.before(bytesKey(keyHash), at), at),
      }));
      privateReads.set(collectionName(namespace, collection), reads);
    }
  }
  return {
    reads: namespaces.flatMap(({ namespace, reads }) =>
      reads.map(({ key, version }) => ({
        namespace,
        key,
        ...compared(version, state.publicMap(namespace).before(key, at), at),
      })),
    ),
    ranges: namespaces.flatMap(({ namespace, rangeQueries }) =>
      rangeQueries.map((query) => ({
        namespace,
        startKey: query.getStartKey(),
        endKey: query.getEndKey(),
        isExhausted: query.getItrExhausted(),
        isCurrent: isSameRange(state.publicMap(namespace), query, at),
      })),
    ),
    privateReads,
  };
};
