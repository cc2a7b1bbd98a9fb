import { type BlockOrder, reordered } from './block-order';

/**
 * When the orderers cut blocks and in which order their transactions stand. Untouched, a block is cut as soon as the event loop
 * has taken in what was waiting.
 */
export class OrderingPace {
  private delay = 0;
  private isHeld = false;
  private order: BlockOrder | undefined;
  private readonly sleepers = new Set<() => void>();

  /** While blocks come late an orderer answers when it has taken a transaction, not when its block is there: as Fabric's do. */
  isLate(): boolean {
    return this.isHeld || this.delay > 0;
  }

  /** What is set. */
  settings(): { delayMs: number; isHeld: boolean; order: BlockOrder | undefined } {
    return { delayMs: this.delay, isHeld: this.isHeld, order: this.order };
  }

  /** Cuts each block so many milliseconds after its first transaction came. */
  setDelay(ms: number): void {
    this.delay = ms;
    this.wake();
  }

  /** Cuts no block until {@link release}. */
  hold(): void {
    this.isHeld = true;
  }

  release(): void {
    this.isHeld = false;
    this.wake();
  }

  /** Puts the next block of more than one transaction into another order. */
  reorderNext(order: BlockOrder): void {
    this.order = order;
  }

  clear(): void {
    this.order = undefined;
    this.delay = 0;
    this.release();
  }

  /** Resolves when a block may be cut of what is waiting. */
  async turn(): Promise<void> {
    await new Promise(setImmediate);
    if (this.delay > 0) await this.sleep(this.delay);
    while (this.isHeld) await this.sleep();
  }

  /** A block's transactions in the order in which they shall stand. */
  arrange<T>(batch: T[]): T[] {
    if (this.order === undefined || batch.length < 2) return batch;
    const { order } = this;
    this.order = undefined;
    return reordered(batch, order);
  }

  private sleep(ms?: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.sleepers.delete(wake);
        resolve();
      };
      const timer = ms === undefined ? undefined : setTimeout(wake, ms);
      this.sleepers.add(wake);
    });
  }

  private wake(): void {
    for (const wake of [...this.sleepers]) wake();
  }
}
