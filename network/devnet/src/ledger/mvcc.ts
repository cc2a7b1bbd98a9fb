import { peer, type ledger } from '@hyperledger/fabric-protos';
import type { ChannelState } from '../state/channel-state';
import { RangeSummary } from '../state/range-summary';
import type { StoredVersion, VersionedMap } from '../state/versioned-map';
import { bytesKey, equalBytes } from '../wire/bytes';
import type { ReadWriteSet, Version } from './transaction';

const { VALID, MVCC_READ_CONFLICT, PHANTOM_READ_CONFLICT } = peer.TxValidationCode;

/**
 * Tells whether what a transaction read is still so, after the valid transactions before it in block `block`, whose
 * writes are in the state already.
 */
export function checkReads(state: ChannelState, set: ReadWriteSet, block: number): number {
  for (const namespace of set.namespaces) {
    const map = state.publicMap(namespace.namespace);
    for (const read of namespace.reads) {
      if (!isCurrent(map.newest(read.key), read.version, block)) return MVCC_READ_CONFLICT;
    }
    for (const query of namespace.rangeQueries) {
      if (!isSameRange(map, query, block)) return PHANTOM_READ_CONFLICT;
    }
    for (const collection of namespace.collections) {
      const hashed = state.hashedMap(namespace.namespace, collection.collection);
      for (const read of collection.hashedReads) {
        if (!isCurrent(hashed.newest(bytesKey(read.keyHash)), read.version, block)) return MVCC_READ_CONFLICT;
      }
    }
  }
  return VALID;
}

/** A key touched earlier in the same block conflicts even where it was absent and is absent again. */
function isCurrent(newest: StoredVersion | undefined, read: Version | undefined, block: number): boolean {
  if (newest?.block === block) return false;
  if (newest?.value === undefined) return read === undefined;
  return read?.block === newest.block && read.transaction === newest.transaction;
}

/** Runs the query again and compares: key by key, or by the summary where there were many results. */
function isSameRange(map: VersionedMap, query: ledger.rwset.kvrwset.RangeQueryInfo, block: number): boolean {
  const found = map.range(query.getStartKey(), query.getEndKey(), block + 1, !query.getItrExhausted());
  const merkle = query.getReadsMerkleHashes();
  if (merkle !== undefined) return isSameSummary(found, merkle);
  for (const read of query.getRawReads()?.getKvReadsList() ?? []) {
    const next = found.next().value;
    const version = read.getVersion();
    if (next?.key !== read.getKey()) return false;
    if (next.version.block !== version?.getBlockNum() || next.version.transaction !== version.getTxNum()) return false;
  }
  return found.next().done === true;
}

function isSameSummary(
  found: Iterable<{ key: string; version: StoredVersion }>,
  merkle: ledger.rwset.kvrwset.QueryReadsMerkleSummary,
): boolean {
  const again = new RangeSummary(merkle.getMaxDegree());
  for (const { key, version } of found) again.add({ key, version });
  const { summary } = again.finish();
  const hashes = merkle.getMaxLevelHashesList_asU8();
  return (
    summary?.maxLevel === merkle.getMaxLevel() &&
    summary.maxLevelHashes.length === hashes.length &&
    summary.maxLevelHashes.every((hash, index) => equalBytes(hash, hashes[index]!))
  );
}
