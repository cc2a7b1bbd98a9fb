import { performance } from 'node:perf_hooks';

/** What is used of a terminal. */
export interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Milliseconds before anything is said, and between two times. */
const PATIENCE = 1000;
const PAUSE = 500;

/** Says how far something is and how long it will take, where somebody watches and it takes a while. */
export class Progress {
  readonly #began: number;
  #next: number;
  #hasSpoken = false;

  constructor(
    private readonly what: string,
    private readonly terminal: Terminal = process.stderr,
    private readonly now: () => number = performance.now.bind(performance),
  ) {
    this.#began = now();
    this.#next = this.#began + PATIENCE;
  }

  /** @param part - what is done, from 0 to 1 */
  reach(part: number): void {
    const now = this.now();
    if (this.terminal.isTTY !== true || now < this.#next) return;
    this.#next = now + PAUSE;
    this.#hasSpoken = true;
    const percent = `${Math.floor(100 * part)} %`.padStart(5);
    this.terminal.write(`\r${this.what} ${percent}${timeLeft(now - this.#began, part)}\u001b[K`);
  }

  /** Wipes the line. */
  end(): void {
    if (this.#hasSpoken) this.terminal.write('\r\u001b[K');
  }
}

/** As if the rest went on as fast as what is done; nothing before there is enough to say it by. */
function timeLeft(passed: number, part: number): string {
  if (part < 0.01 || part > 1) return '';
  const seconds = Math.ceil((passed * (1 - part)) / part / 1000);
  return seconds < 60 ? `, ${seconds} s left` : `, ${Math.ceil(seconds / 60)} min left`;
}
