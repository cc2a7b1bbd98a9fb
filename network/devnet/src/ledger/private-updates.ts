import type { ChannelConfig } from '../config/channel-config';
import type { ChaincodeDefinition } from '../lifecycle/definition';
import type { ChannelState } from '../state/channel-state';
import { holdsCollection } from '../state/collections';
import { retainAlone } from '../state/retain';
import type { VersionedMap } from '../state/versioned-map';
import type { PrivateRecord, Scrub } from '../store/block-store';
import { bytesKey, equalBytes } from '../wire/bytes';
import { sha256 } from '../wire/hashes';
import { type CollectionWrites, encodePrivateSet, readCollectionWrites, readPrivateSet } from './private-sets';
import type { ReadWriteSet, Version } from './transaction';

/** Who may hold what. */
export interface Holders {
  readonly config: ChannelConfig;
  definition(chaincode: string): ChaincodeDefinition | undefined;
}

/**
 * The clear writes of a transaction, as each entitled organisation gets them. Taken from what endorsers gave; a set whose
 * hash is not the endorsed one counts for nothing, and without any the data is simply missing.
 */
export function entitledSets(
  writes: ReadWriteSet,
  candidates: readonly Uint8Array[],
  holders: Holders,
): Map<string, Uint8Array> {
  const given = candidates.flatMap(readPrivateSet);
  const byHolder = new Map<string, CollectionWrites[]>();
  for (const { namespace, collections } of writes.namespaces) {
    for (const { collection, privateHash } of collections) {
      if (privateHash.length === 0) continue;
      const match = given.find(
        (entry) =>
          entry.namespace === namespace &&
          entry.collection === collection &&
          equalBytes(sha256(entry.set), privateHash),
      );
      if (match === undefined) continue;
      for (const mspId of holders.config.organisations) {
        if (!holdsCollection(holders.config, holders.definition(namespace), collection, mspId)) continue;
        const entries = byHolder.get(mspId);
        if (entries) entries.push(match);
        else byHolder.set(mspId, [match]);
      }
    }
  }
  return new Map([...byHolder].map(([mspId, entries]) => [mspId, encodePrivateSet(entries)]));
}

/** Applies the clear private writes of one block, organisation by organisation. */
export class PrivateUpdates {
  private readonly touched: { map: VersionedMap; key: string }[] = [];
  /** Names of the keys this block deletes, by their hashes: a purge names the hash alone. */
  private readonly deleted = new Map<string, string>();
  private readonly renewals: { mspId: string; namespace: string; collection: string; key: string }[] = [];
  private readonly purges: { namespace: string; collection: string; keyHash: Uint8Array; version: Version }[] = [];

  constructor(
    private readonly state: ChannelState,
    private readonly block: number,
    private readonly oldestReader: number,
  ) {}

  /** Applies one organisation's part of a transaction. */
  apply({ transaction, mspId, set }: PrivateRecord): void {
    for (const { namespace, collection, set: writes } of readPrivateSet(set)) {
      const map = this.state.privateMap(mspId, namespace, collection);
      const clear = readCollectionWrites(writes);
      for (const { key, value } of clear.writes) {
        this.put(map, key, value && retainAlone(value), transaction);
        if (value === undefined) this.deleted.set(bytesKey(sha256(Buffer.from(key))), key);
      }
      for (const key of clear.metadataKeys) this.renewals.push({ mspId, namespace, collection, key });
    }
  }

  /** Notes what a valid transaction purges, or what expires with this block. */
  purge(namespace: string, collection: string, keyHash: Uint8Array, version: Version): void {
    this.purges.push({ namespace, collection, keyHash, version });
  }

  /** Takes an expired hash out of the state; readers at lower heights still see it. */
  deleteHashed(map: VersionedMap, hash: string): void {
    map.put(hash, { block: this.block, transaction: Number.MAX_SAFE_INTEGER, value: undefined, isWrite: false });
    this.touched.push({ map, key: hash });
  }

  hasPurges(): boolean {
    return this.purges.length > 0;
  }

  /** Notes all purges of a valid transaction. */
  purgesOf(set: ReadWriteSet, transaction: number): void {
    for (const { namespace, collections } of set.namespaces) {
      for (const { collection, hashedWrites } of collections) {
        for (const { keyHash, isPurge } of hashedWrites) {
          if (isPurge) this.purge(namespace, collection, keyHash, { block: this.block, transaction });
        }
      }
    }
  }

  /** To be called after the last transaction: metadata alone renews the clear copy's version too. */
  finish(): void {
    for (const { mspId, namespace, collection, key } of this.renewals) {
      const hashed = this.state.hashedMap(namespace, collection).newest(bytesKey(sha256(Buffer.from(key))));
      const map = this.state.privateMap(mspId, namespace, collection);
      const held = map.newest(key);
      if (hashed?.value === undefined || hashed.block !== this.block || held?.value === undefined) continue;
      if (held.block === hashed.block && held.transaction === hashed.transaction) continue;
      if (equalBytes(sha256(held.value), hashed.value)) this.put(map, key, held.value, hashed.transaction);
    }
  }

  /** What must vanish from the store with this block. */
  scrubs(): Scrub[] {
    return this.purges.map(({ namespace, collection, keyHash, version: upTo }) => {
      const blocks = new Set<number>();
      let version = this.state.hashedMap(namespace, collection).newest(bytesKey(keyHash));
      for (; version !== undefined; version = version.previous) {
        if (version.block <= upTo.block) blocks.add(version.block);
      }
      return { namespace, collection, keyHash, upTo, blocks: [...blocks] };
    });
  }

  /** Carries the purges out in memory, in a copy of the state too; only once the block is safe, for this can't be taken back. */
  forget(organisations: readonly string[], state = this.state): void {
    for (const { namespace, collection, keyHash, version } of this.purges) {
      for (const mspId of organisations) {
        const map = state.privateMap(mspId, namespace, collection);
        const key = this.deleted.get(bytesKey(keyHash)) ?? findByHash(map, keyHash);
        if (key !== undefined) map.forget(key, version);
      }
    }
  }

  undo(): void {
    for (const { map, key } of this.touched) map.undo(key, this.block);
  }

  private put(map: VersionedMap, key: string, value: Uint8Array | undefined, transaction: number): void {
    map.put(key, { block: this.block, transaction, value }, this.oldestReader);
    this.touched.push({ map, key });
  }
}

/** The slow way, for a purge that came without clear data, and for what expires. */
function findByHash(map: VersionedMap, keyHash: Uint8Array): string | undefined {
  for (const key of map.keys()) {
    if (equalBytes(sha256(Buffer.from(key)), keyHash)) return key;
  }
  return undefined;
}
