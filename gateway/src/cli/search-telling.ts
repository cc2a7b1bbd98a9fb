import { findOptimum } from '../anonymisation/search/find-optimum';
import type { Optimum, OptimumQuestion } from '../anonymisation/search/optimum-question';
import { Progress } from './progress';

/** The search for the optimal generalisation, telling how far it is. */
export function searchTelling(question: OptimumQuestion): Optimum {
  const progress = new Progress('searching');
  try {
    return findOptimum(question, (part) => {
      progress.reach(part);
    });
  } finally {
    progress.end();
  }
}
