import { searchSteps } from './find-optimum';
import type { Optimum, OptimumQuestion } from './optimum-question';

export interface SearchOptions {
  readonly signal?: AbortSignal;
  /**
   * Told the part of the combinations of levels that is done, from 0 to 1: never less than before, and 1 at the end. Time
   * left is about time passed x (1 - done) / done; it is a part of combinations, not of time.
   */
  readonly onProgress?: (done: number) => void;
}

/** How long the search keeps the event loop, in milliseconds. */
const TURN = 20;

/**
 * `findOptimum` in turns, between which the process does other things.
 * @throws the signal's reason when it is aborted; AnonymisationError as `findOptimum` does
 */
export async function findOptimumAsync(
  question: OptimumQuestion,
  { signal, onProgress }: SearchOptions = {},
): Promise<Optimum> {
  const steps = searchSteps(question);
  let turn = performance.now() + TURN;
  for (;;) {
    signal?.throwIfAborted();
    const { done, value } = steps.next();
    if (done === true) {
      onProgress?.(1);
      return value;
    }
    if (performance.now() < turn) continue;
    onProgress?.(value);
    await new Promise((resolve) => setImmediate(resolve));
    turn = performance.now() + TURN;
  }
}
