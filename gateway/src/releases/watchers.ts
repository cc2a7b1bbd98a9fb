/** Hands each new state of a thing to whoever watches it; a watcher that is slow sees the newest alone. */
export class Watchers<State> {
  readonly #wake = new Map<string, Set<() => void>>();

  constructor(
    private readonly stateOf: (id: string) => State | undefined,
    private readonly isLast: (state: State) => boolean,
  ) {}

  changed(id: string): void {
    for (const wake of this.#wake.get(id) ?? []) wake();
  }

  /** The state as it is, then each change, until the last or the signal. */
  async *watch(id: string, signal: AbortSignal): AsyncGenerator<State> {
    let told: State | undefined;
    while (!signal.aborted) {
      const change = this.#next(id, signal);
      const state = this.stateOf(id);
      if (state !== undefined && state !== told) {
        told = state;
        yield state;
        if (this.isLast(state)) return;
      }
      if (this.stateOf(id) === told) await change;
    }
  }

  #next(id: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#wake.get(id) ?? new Set();
      this.#wake.set(id, waiting);
      const wake = (): void => {
        waiting.delete(wake);
        if (waiting.size === 0) this.#wake.delete(id);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }
}
