/** How far the read model has read, and who waits for it to get further. */
export class Progress {
  readonly #waiting = new Set<() => void>();
  #block: number;

  constructor(block = -1) {
    this.#block = block;
  }

  /** Notes that the read model has read up to a block. */
  reach(block: number): void {
    this.#block = block;
    for (const wake of [...this.#waiting]) wake();
  }

  /** Resolves when the read model has read that block, or when the time (milliseconds) is over. */
  async until(block: number, milliseconds: number): Promise<void> {
    if (this.#block >= block) return;
    await new Promise<void>((resolve) => {
      const wake = (isOver: boolean): void => {
        if (!isOver && this.#block < block) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve();
      };
      const look = (): void => {
        wake(false);
      };
      const timer = setTimeout(() => {
        wake(true);
      }, milliseconds);
      this.#waiting.add(look);
    });
  }
}
