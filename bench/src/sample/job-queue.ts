/** Jobs that run in the order in which they came, so many at a time. */
export class JobQueue {
  readonly #waiting: (() => Promise<void>)[] = [];
  #running = 0;

  constructor(private readonly concurrency: number) {}

  /** Resolves, or rejects, as the job does. */
  add<T>(job: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => job().then(resolve, reject));
      this.#next();
    });
  }

  #next(): void {
    if (this.#running >= this.concurrency) return;
    const job = this.#waiting.shift();
    if (job === undefined) return;
    this.#running += 1;
    void job().finally(() => {
      this.#running -= 1;
      this.#next();
    });
  }
}
