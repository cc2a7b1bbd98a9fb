import { searchSteps } from '../anonymisation/search/find-optimum';
import type { Optimum, OptimumQuestion } from '../anonymisation/search/optimum-question';
import { Progress } from './progress';

/** The search for the optimal generalisation, telling how far it is. */
export function searchTelling(question: OptimumQuestion): Optimum {
  const progress = new Progress('searching');
  const steps = searchSteps(question);
  try {
    for (;;) {
      const { done, value } = steps.next();
      if (done === true) return value;
      progress.reach(value);
    }
  } finally {
    progress.end();
  }
}
