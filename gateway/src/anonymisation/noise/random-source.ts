import { randomFillSync } from 'node:crypto';

/** Independent uniform 32-bit words. */
export interface RandomSource {
  word(): number;
}

const WORDS = 4096;

/** The system's cryptographic generator, read ahead in blocks. There is no seed. */
export class SecureSource implements RandomSource {
  private readonly words = new Uint32Array(WORDS);
  private next = WORDS;

  word(): number {
    if (this.next === WORDS) {
      randomFillSync(this.words);
      this.next = 0;
    }
    const word = this.words[this.next]!;
    // A word that was used must not be found in memory later.
    this.words[this.next++] = 0;
    return word;
  }
}
