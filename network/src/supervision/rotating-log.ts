import { closeSync, existsSync, openSync, renameSync, statSync, writeSync } from 'node:fs';

/** How large a log may grow, and how many old ones are kept beside it (`x.log.1` is the youngest). */
export interface RotationLimits {
  readonly bytes: number;
  readonly files: number;
}

const LIMITS: RotationLimits = { bytes: 8 * 1024 * 1024, files: 3 };

/** A log file that is set aside when it is full. Writes are synchronous: a crash loses nothing that was said before it. */
export class RotatingLog {
  #descriptor: number;
  #size: number;

  constructor(
    readonly path: string,
    private readonly limits: RotationLimits = LIMITS,
  ) {
    this.#descriptor = openSync(path, 'a', 0o600);
    this.#size = statSync(path).size;
  }

  /** A full disk must not stop the network: what cannot be written is lost. */
  write(chunk: Uint8Array): void {
    try {
      if (this.#size > 0 && this.#size + chunk.length > this.limits.bytes) this.#rotate();
      this.#size += writeSync(this.#descriptor, chunk);
    } catch {
      // Nowhere to say it: the log is where such things are said.
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #rotate(): void {
    closeSync(this.#descriptor);
    for (let index = this.limits.files; index > 0; index -= 1) {
      const older = index === 1 ? this.path : `${this.path}.${index - 1}`;
      if (existsSync(older)) renameSync(older, `${this.path}.${index}`);
    }
    this.#descriptor = openSync(this.path, 'a', 0o600);
    this.#size = 0;
  }
}
