import type { MetadataEntry, Version } from '../ledger/transaction';
import { compareKeys } from './key-order';
import { SortedKeys } from './sorted-keys';

/** One version of a key. Versions of a key form a chain, newest first. */
export interface StoredVersion extends Version {
  /** Absent where the key was deleted. */
  readonly value: Uint8Array | undefined;
  readonly metadata: readonly MetadataEntry[] | undefined;
  /** False where a transaction only renewed the version by writing metadata: no entry of the key's history. */
  readonly isWrite: boolean;
  readonly previous: StoredVersion | undefined;
}

export interface NewVersion extends Version {
  readonly value: Uint8Array | undefined;
  readonly metadata?: readonly MetadataEntry[] | undefined;
  readonly isWrite?: boolean;
}

/** Which old versions a map keeps: all of them (history), or only what running simulations can still ask for. */
export type Retention = 'all' | 'recent';

/**
 * Keys with all their versions. Reading at a height needs no lock: blocks that come later add versions which the reader
 * does not see. A height `h` sees blocks 0 to h - 1.
 */
export class VersionedMap {
  private readonly heads: Map<string, StoredVersion>;
  private readonly order: SortedKeys | undefined;
  private readonly retention: Retention;

  constructor(options: { ordered: boolean; retention: Retention }, from?: VersionedMap) {
    this.heads = new Map(from?.heads);
    this.order = options.ordered ? (from?.order?.copy() ?? new SortedKeys()) : undefined;
    this.retention = options.retention;
  }

  /** The same keys, on their own from now on. Chains of versions never change, so both may hold them. */
  copy(): VersionedMap {
    return new VersionedMap({ ordered: this.order !== undefined, retention: this.retention }, this);
  }

  /** The newest version, deletions included. */
  newest(key: string): StoredVersion | undefined {
    return this.heads.get(key);
  }

  /** What a reader at `height` sees: nothing where the key is absent or deleted. */
  at(key: string, height: number): StoredVersion | undefined {
    let version = this.heads.get(key);
    while (version !== undefined && version.block >= height) version = version.previous;
    return version?.value === undefined ? undefined : version;
  }

  /** The newest version of a key that was written before a place in the chain, deletions included. */
  before(key: string, place: Version): StoredVersion | undefined {
    let version = this.heads.get(key);
    while (version !== undefined && !isBefore(version, place)) version = version.previous;
    return version;
  }

  /** Adds a version; `oldestReader` is the lowest height anybody still reads at. */
  put(key: string, version: NewVersion, oldestReader = 0): void {
    const previous = this.heads.get(key);
    if (previous === undefined) this.order?.add(key);
    this.heads.set(key, {
      block: version.block,
      transaction: version.transaction,
      value: version.value,
      metadata: version.metadata,
      isWrite: version.isWrite ?? true,
      previous: this.retention === 'all' ? previous : stillRead(previous, oldestReader),
    });
  }

  /** Takes back what block `block` did to `key`: its write to disk failed. */
  undo(key: string, block: number): void {
    let version = this.heads.get(key);
    while (version !== undefined && version.block >= block) version = version.previous;
    if (version !== undefined) {
      this.heads.set(key, version);
    } else if (this.heads.delete(key)) {
      this.order?.remove(key);
    }
  }

  /** Forgets every version of the key up to and including `upTo`: they are purged, not merely superseded. */
  forget(key: string, upTo: Version): void {
    const kept = after(this.heads.get(key), upTo);
    if (kept !== undefined) this.heads.set(key, kept);
    else if (this.heads.delete(key)) this.order?.remove(key);
  }

  /** Keys there are, with or without a present value. */
  keys(): IterableIterator<string> {
    return this.heads.keys();
  }

  /**
   * Keys from `start` up to `end` as a reader at `height` sees them, in key order. An empty end is open; `end` itself
   * belongs to the range only if `endInclusive`.
   */
  *range(
    start: string,
    end: string,
    height: number,
    endInclusive = false,
  ): Generator<{ key: string; version: StoredVersion }, undefined> {
    if (this.order === undefined) throw new Error('this map keeps no order');
    for (let key = this.order.seek(start, true); key !== undefined; key = this.order.seek(key, false)) {
      if (isBeyond(key, end, endInclusive)) return;
      const version = this.at(key, height);
      if (version !== undefined) yield { key, version };
    }
  }

  /** Likewise, as the range was before a place in the chain. */
  *rangeBefore(
    start: string,
    end: string,
    place: Version,
    endInclusive: boolean,
  ): Generator<{ key: string; version: StoredVersion }, undefined> {
    if (this.order === undefined) throw new Error('this map keeps no order');
    for (let key = this.order.seek(start, true); key !== undefined; key = this.order.seek(key, false)) {
      if (isBeyond(key, end, endInclusive)) return;
      const version = this.before(key, place);
      if (version?.value !== undefined) yield { key, version };
    }
  }
}

/** Whether a key lies behind the end of a range; an empty end is open. */
function isBeyond(key: string, end: string, endInclusive: boolean): boolean {
  const distance = end === '' ? -1 : compareKeys(key, end);
  return distance > 0 || (distance === 0 && !endInclusive);
}

/** Cuts a chain behind the newest version that every reader, present or future, may still see. */
function stillRead(version: StoredVersion | undefined, oldestReader: number): StoredVersion | undefined {
  if (version === undefined) return undefined;
  if (version.block < oldestReader)
    return version.previous === undefined ? version : { ...version, previous: undefined };
  return { ...version, previous: stillRead(version.previous, oldestReader) };
}

/** The chain without versions up to `limit`. */
function after(version: StoredVersion | undefined, limit: Version): StoredVersion | undefined {
  if (version === undefined || version.block < limit.block) return undefined;
  if (version.block === limit.block && version.transaction <= limit.transaction) return undefined;
  return { ...version, previous: after(version.previous, limit) };
}

const isBefore = (version: Version, place: Version): boolean =>
  version.block < place.block || (version.block === place.block && version.transaction < place.transaction);
