import { epsilonOf } from './rational';

/** The distribution P(x) = (1-a)/(1+a) a^|x|, a = e^-epsilon, in floating point: for reports, never for drawing. */
export interface DiscreteLaplace {
  /** P(X = x). */
  probability(x: number): number;
  /** P(X >= x). */
  atLeast(x: number): number;
  readonly standardDeviation: number;
  /** Mean of |X|. */
  readonly meanError: number;
}

export function discreteLaplace(epsilonMicro: number): DiscreteLaplace {
  const { numerator, denominator } = epsilonOf(epsilonMicro);
  const epsilon = numerator / denominator;
  const a = Math.exp(-epsilon);
  const rest = -Math.expm1(-epsilon);
  return {
    probability: (x) => (rest / (1 + a)) * a ** Math.abs(x),
    atLeast: (x) => (x > 0 ? a ** x / (1 + a) : 1 - a ** (1 - x) / (1 + a)),
    standardDeviation: Math.sqrt(2 * a) / rest,
    meanError: (2 * a) / (rest * (1 + a)),
  };
}
