import type { ChaincodeDefinition } from '../lifecycle/definition';
import type { ChannelState } from '../state/channel-state';
import { findCollection } from '../state/collections';
import { bytesKey } from '../wire/bytes';
import type { PrivateUpdates } from './private-updates';
import type { ReadWriteSet, Version } from './transaction';

interface Expiring {
  readonly namespace: string;
  readonly collection: string;
  readonly keyHash: Uint8Array;
  readonly version: Version;
}

/** Private data of explicit collections with `blockToLive`: gone that many blocks after it was written, and one more. */
export class ExpirySchedule {
  private readonly due: Map<number, Expiring[]>;

  constructor(from?: ExpirySchedule) {
    this.due = new Map([...(from?.due ?? [])].map(([block, entries]) => [block, [...entries]]));
  }

  copy(): ExpirySchedule {
    return new ExpirySchedule(this);
  }

  /** Notes what a valid transaction wrote to collections whose data expires. */
  add(set: ReadWriteSet, version: Version, definition: (chaincode: string) => ChaincodeDefinition | undefined): void {
    for (const { namespace, collections } of set.namespaces) {
      for (const { collection, hashedWrites } of collections) {
        const blocks = findCollection(definition(namespace), collection)?.getBlockToLive() ?? 0;
        if (blocks === 0) continue;
        const at = version.block + blocks + 1;
        const entries = this.due.get(at) ?? [];
        this.due.set(at, entries);
        for (const { keyHash } of hashedWrites) {
          entries.push({ namespace, collection, keyHash: Buffer.from(keyHash), version });
        }
      }
    }
  }

  /** Purges what expires with `block`, unless it was written again since. */
  expire(block: number, state: ChannelState, updates: PrivateUpdates): void {
    for (const { namespace, collection, keyHash, version } of this.due.get(block) ?? []) {
      const map = state.hashedMap(namespace, collection);
      const newest = map.newest(bytesKey(keyHash));
      if (newest?.block !== version.block || newest.transaction !== version.transaction) continue;
      updates.deleteHashed(map, bytesKey(keyHash));
      updates.purge(namespace, collection, keyHash, version);
    }
    // What is due now stays until the next block, in case this one does not reach the disk.
    for (const passed of this.due.keys()) if (passed < block) this.due.delete(passed);
  }
}
