import type { RandomSource } from '../src/anonymisation/noise/random-source';

/** Words that are the same each time: for tests alone. */
export class SeededSource implements RandomSource {
  constructor(private state: number) {}

  word(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let word = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return (word ^ (word >>> 14)) >>> 0;
  }
}
