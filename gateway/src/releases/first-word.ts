import type { RandomSource } from '../anonymisation/noise/random-source';

/** A source that says when it is asked for the first time, before it answers. */
export class FirstWord implements RandomSource {
  #isAsked = false;

  constructor(
    private readonly source: RandomSource,
    private readonly onFirst: () => void,
  ) {}

  word(): number {
    if (!this.#isAsked) this.onFirst();
    this.#isAsked = true;
    return this.source.word();
  }
}
