import type { RandomSource } from './random-source';
import type { Rational } from './rational';

/** A word of 32 bits times a number up to this is exact. */
const TWO_21 = 2 ** 21;
const TWO_32 = 2 ** 32;
const { floor } = Math;
const TWO_53 = 2 ** 53;

/**
 * Samples by whole numbers alone: no logarithm, no rounding, so that the distribution is what the proof says
 * (Canonne, Kamath, Steinke, The Discrete Gaussian for Differential Privacy, 2020, algorithms 1 to 3).
 * How long a draw takes depends on what is drawn: publish what was drawn before, not while drawing.
 */
export class ExactSampler {
  constructor(private readonly source: RandomSource) {}

  /**
   * x with probability (1-a)/(1+a) a^|x|, a = e^-epsilon.
   * @throws RangeError where numbers would pass 2^53
   */
  discreteLaplace(epsilon: Rational): number {
    for (;;) {
      const magnitude = this.geometric(epsilon);
      const isNegative = this.uniform(2) === 1;
      // 0 has one sign.
      if (isNegative && magnitude === 0) continue;
      return isNegative ? -magnitude : magnitude;
    }
  }

  /** x >= 0 with probability (1-a) a^x, a = e^-epsilon. @throws RangeError where numbers would pass 2^53 */
  geometric({ numerator, denominator }: Rational): number {
    let part = this.uniform(denominator);
    while (!this.bernoulliExpOfPart(part, denominator)) part = this.uniform(denominator);
    let whole = 0;
    while (this.bernoulliExpOfPart(1, 1)) whole++;
    return floor(exact(part + denominator * whole) / numerator);
  }

  /** x with probability proportional to e^(-x^2 / 2 variance). @throws RangeError where numbers would pass 2^53 */
  discreteGaussian({ numerator, denominator }: Rational): number {
    const scale = floor(Math.sqrt(numerator / denominator)) + 1;
    const below = exact(exact(exact(2 * numerator * denominator) * scale) * scale);
    for (;;) {
      const x = this.discreteLaplace({ numerator: 1, denominator: scale });
      const distance = exact(exact(Math.abs(x) * scale * denominator) - numerator);
      if (this.bernoulliExp(exact(distance * distance), below)) return x;
    }
  }

  /** True with probability e^-(numerator/denominator). */
  bernoulliExp(numerator: number, denominator: number): boolean {
    let rest = numerator;
    for (; rest > denominator; rest -= denominator) if (!this.bernoulliExpOfPart(1, 1)) return false;
    return this.bernoulliExpOfPart(rest, denominator);
  }

  /** The same for a part of at most 1: how many events of probability part/1, part/2, ... come in a row is even or odd. */
  private bernoulliExpOfPart(numerator: number, denominator: number): boolean {
    if (numerator === 0) return true;
    let length = 1;
    while (this.uniform(exact(denominator * length)) < numerator) length++;
    return length % 2 === 1;
  }

  /** A whole number from 0 to `bound` - 1, each as likely. */
  uniform(bound: number): number {
    if (bound === 1) return 0;
    if (bound <= TWO_21) return this.uniformByProduct(bound);
    const range = bound <= TWO_32 ? TWO_32 : TWO_53;
    const end = range - (range % bound);
    for (;;) {
      const number = range === TWO_32 ? this.source.word() : this.wide();
      if (number < end) return number % bound;
    }
  }

  /** The upper part of word x bound, less the words that would give some results once more than others (Lemire 2019). */
  private uniformByProduct(bound: number): number {
    for (;;) {
      const product = this.source.word() * bound;
      const upper = floor(product / TWO_32);
      const lower = product - upper * TWO_32;
      if (lower >= bound || lower >= TWO_32 % bound) return upper;
    }
  }

  private wide(): number {
    return (this.source.word() >>> 11) * TWO_32 + this.source.word();
  }
}

function exact(value: number): number {
  if (value >= TWO_53 || value <= -TWO_53)
    throw new RangeError('the noise asked for needs numbers past 2^53; take simpler fractions');
  return value;
}
