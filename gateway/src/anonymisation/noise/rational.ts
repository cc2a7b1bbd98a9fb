import { AnonymisationError } from '../anonymisation-error';

/** A positive rational number in lowest terms. */
export interface Rational {
  readonly numerator: number;
  readonly denominator: number;
}

/** @throws RangeError for what is not a positive rational of whole numbers below 2^53 */
export function rational(numerator: number, denominator: number): Rational {
  if (![numerator, denominator].every((part) => Number.isSafeInteger(part) && part > 0)) {
    throw new RangeError(`${numerator}/${denominator} is no positive rational of exact whole numbers`);
  }
  const divisor = greatestCommonDivisor(numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

const greatestCommonDivisor = (one: number, other: number): number =>
  other === 0 ? one : greatestCommonDivisor(other, one % other);

/** How a budget is written down: whole millionths of epsilon and millionths of a millionth of delta. */
export interface Budget {
  readonly epsilonMicro: number;
  readonly deltaPico: number;
}

/**
 * Epsilon as whole millionths, from a decimal.
 * @throws AnonymisationError for 0, and for what has no exact value
 */
export function epsilonMicro(text: string): number {
  const micro = scaled(text, 6);
  if (micro === undefined || micro === 0) throw new AnonymisationError('bad-epsilon', `epsilon is ${text}`);
  return micro;
}

/** Delta in units of 10^-12. @throws AnonymisationError for 0, for 0.001 and more, and for what has no exact value */
export function deltaPico(text: string): number {
  const pico = scaled(text, 12);
  if (pico === undefined || pico === 0 || pico >= 1e9) throw new AnonymisationError('bad-delta', `delta is ${text}`);
  return pico;
}

export const epsilonOf = (micro: number): Rational => rational(micro, 1_000_000);

function scaled(text: string, digits: number): number | undefined {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null || (match[2]?.length ?? 0) > digits) return undefined;
  const value = Number(`${match[1]!}${(match[2] ?? '').padEnd(digits, '0')}`);
  return Number.isSafeInteger(value) ? value : undefined;
}
