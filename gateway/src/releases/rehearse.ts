import { ExactSampler } from '../anonymisation/noise/exact-sampler';
import { makeRelease, type Find, type Making } from './make-release';

/** All that comes before the first random number has been done. */
class Rehearsed extends Error {}

/**
 * Makes a release up to its first random number: what is wrong with rows, scheme or question is found, and nothing is drawn.
 * @throws AnonymisationError as `makeRelease` does
 */
export function rehearse({ table, scheme, question }: Making, find?: Find): void {
  const source = {
    word(): never {
      throw new Rehearsed();
    },
  };
  try {
    makeRelease(table, scheme, question, new ExactSampler(source), find);
  } catch (error) {
    if (!(error instanceof Rehearsed)) throw error;
  }
}
