import { equalBytes } from '../wire/bytes';

/** Endorsed private write sets waiting for their block, at most this many bytes (default). */
const LIMIT = 64 * 1024 * 1024;

/**
 * Clear private writes of transactions that are endorsed and not committed. In memory and bounded: when it is full, the
 * oldest go first, and their transactions commit without clear data, as on a peer whose transient store was purged.
 */
export class TransientStore {
  private readonly sets = new Map<string, Uint8Array[]>();
  private size = 0;

  constructor(private readonly limit = LIMIT) {}

  copy(): TransientStore {
    const copy = new TransientStore(this.limit);
    for (const [transactionId, sets] of this.sets) copy.sets.set(transactionId, [...sets]);
    copy.size = this.size;
    return copy;
  }

  keep(transactionId: string, set: Uint8Array): void {
    const known = this.sets.get(transactionId);
    if (known?.some((other) => equalBytes(other, set))) return;
    if (known) known.push(set);
    else this.sets.set(transactionId, [set]);
    this.size += set.length;
    for (const [oldest] of this.sets) {
      if (this.size <= this.limit || oldest === transactionId) break;
      this.drop(oldest);
    }
  }

  /** All sets that endorsers gave for a transaction: they agree, or one of them has the right hash. */
  find(transactionId: string): readonly Uint8Array[] {
    return this.sets.get(transactionId) ?? [];
  }

  drop(transactionId: string): void {
    for (const set of this.sets.get(transactionId) ?? []) this.size -= set.length;
    this.sets.delete(transactionId);
  }
}
