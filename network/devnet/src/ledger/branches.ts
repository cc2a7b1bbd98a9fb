import type { PrivateRecord, Scrub } from '../store/block-store';
import type { LedgerSnapshot } from './ledger-snapshot';

/** Where a simulation stood: on which branch of the ledger's life, and how high. */
export interface LedgerPosition {
  readonly branch: number;
  readonly height: number;
}

/** Ids remembered at most; the oldest are forgotten first. */
const CAPACITY = 20_000;

/**
 * The branches of a ledger that can be reverted: each revert begins a new one. What was read on a branch that is gone must not be
 * committed on another: versions are block numbers, and the new branch has those numbers again.
 */
export class Branches {
  current = 0;
  private readonly snapshots = new Set<LedgerSnapshot>();
  private readonly endorsed = new Map<string, number>();
  private readonly gone = new Set<string>();
  private readonly listeners = new Set<() => void>();

  keep(snapshot: LedgerSnapshot): void {
    this.snapshots.add(snapshot);
  }

  release(snapshot: LedgerSnapshot): void {
    this.snapshots.delete(snapshot);
    if (this.snapshots.size === 0) this.endorsed.clear();
  }

  /** Lets the snapshots keep what a block is about to scrub. */
  beforeScrubs(scrubs: readonly Scrub[], recordsOf: (block: number) => readonly PrivateRecord[]): void {
    for (const { tip, unscrubbed } of this.snapshots) {
      for (const block of scrubs.flatMap(({ blocks }) => blocks)) {
        if (block < tip.height && !unscrubbed.has(block)) unscrubbed.set(block, recordsOf(block));
      }
    }
  }

  /**
   * Notes that a transaction was endorsed.
   * @throws Error where the ledger was reverted since its simulation began
   */
  noteEndorsed(transactionId: string, { branch, height }: LedgerPosition): void {
    if (branch !== this.current) throw new Error('the ledger was reverted while the transaction was simulated');
    if (this.snapshots.size === 0) return;
    this.endorsed.set(transactionId, height);
    if (this.endorsed.size > CAPACITY) this.endorsed.delete(this.endorsed.keys().next().value!);
  }

  noteCommitted(transactionId: string): void {
    this.endorsed.delete(transactionId);
  }

  /** Begins a new branch at `height`. */
  begin(height: number): void {
    this.current += 1;
    for (const [transactionId, endorsedAt] of this.endorsed) {
      if (endorsedAt <= height) continue;
      this.endorsed.delete(transactionId);
      this.gone.add(transactionId);
      if (this.gone.size > CAPACITY) this.gone.delete(this.gone.keys().next().value!);
    }
    for (const listener of [...this.listeners]) listener();
  }

  /** Whether a transaction was endorsed on what is gone. */
  isGone(transactionId: string): boolean {
    return this.gone.has(transactionId);
  }

  onBegin(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
