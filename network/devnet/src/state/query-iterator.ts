import { FieldWriter } from '../protobuf/writer';
import { RangeSummary } from './range-summary';
import type { RangeQuery } from './read-write-set';
import type { StoredVersion } from './versioned-map';

/** Results of a query, one after the other, each serialised as the chaincode expects it. */
export interface QueryIterator {
  next(): Uint8Array | undefined;
  /** The key at which a further page would start; closes the iterator. */
  bookmark(): string;
}

type Found = { readonly key: string; readonly version: StoredVersion };

/** `queryresult.KV`. */
export function encodeKeyValue(namespace: string, key: string, value: Uint8Array): Uint8Array {
  return new FieldWriter().string(1, namespace).string(2, key).bytes(3, value).finish();
}

/** A range query that remembers what it returned, for the phantom check. */
export class RangeIterator implements QueryIterator {
  private readonly summary = new RangeSummary();
  private lastKey = '';
  private isExhausted = false;

  constructor(
    private readonly namespace: string,
    private readonly startKey: string,
    private readonly endKey: string,
    private readonly source: Iterator<Found, undefined>,
  ) {}

  next(): Uint8Array | undefined {
    const entry = this.nextEntry();
    return entry && encodeKeyValue(this.namespace, entry.key, entry.value);
  }

  /** The next key and value themselves. */
  nextEntry(): { key: string; value: Uint8Array } | undefined {
    const found = this.source.next().value;
    if (found === undefined) {
      this.isExhausted = true;
      return undefined;
    }
    const { key, version } = found;
    this.summary.add({ key, version: { block: version.block, transaction: version.transaction } });
    this.lastKey = key;
    return { key, value: version.value ?? new Uint8Array() };
  }

  bookmark(): string {
    return this.source.next().value?.key ?? '';
  }

  /** The end key is the query's if everything was read, else the last key that was: inclusive then. */
  query(): RangeQuery {
    return {
      startKey: this.startKey,
      endKey: this.isExhausted ? this.endKey : this.lastKey,
      isExhausted: this.isExhausted,
      ...this.summary.finish(),
    };
  }
}

/** A range over private data: it leaves nothing in the read set, so the transaction must not write. */
export class PrivateRangeIterator implements QueryIterator {
  constructor(
    private readonly namespace: string,
    private readonly source: Iterator<Found, undefined>,
  ) {}

  next(): Uint8Array | undefined {
    const found = this.source.next().value;
    return found && encodeKeyValue(this.namespace, found.key, found.version.value ?? new Uint8Array());
  }

  bookmark(): string {
    return '';
  }
}

/** Who wrote a version, and when by the client's clock. */
export interface WriterOf {
  (block: number, transaction: number): { readonly transactionId: string; readonly timestamp: number } | undefined;
}

/** The history of a key, newest first: one `queryresult.KeyModification` a write. */
export class HistoryIterator implements QueryIterator {
  constructor(
    private version: StoredVersion | undefined,
    private readonly height: number,
    private readonly writerOf: WriterOf,
  ) {}

  next(): Uint8Array | undefined {
    while (this.version !== undefined && (this.version.block >= this.height || !this.version.isWrite)) {
      this.version = this.version.previous;
    }
    const version = this.version;
    if (version === undefined) return undefined;
    this.version = version.previous;
    const writer = this.writerOf(version.block, version.transaction);
    const modification = new FieldWriter().string(1, writer?.transactionId ?? '').bytes(2, version.value);
    if (writer !== undefined) modification.message(3, encodeTimestamp(writer.timestamp));
    return modification.bool(4, version.value === undefined).finish();
  }

  bookmark(): string {
    return '';
  }
}

/** `google.protobuf.Timestamp` of milliseconds since the epoch. */
export function encodeTimestamp(milliseconds: number): Uint8Array {
  const seconds = Math.floor(milliseconds / 1000);
  return new FieldWriter()
    .number(1, seconds)
    .number(2, Math.round((milliseconds - seconds * 1000) * 1e6))
    .finish();
}
