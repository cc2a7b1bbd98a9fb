/** Rounding of a few operations in floating point, generously: the bound is rounded up by it. */
const ROUNDING = 1e-9;

/**
 * Probability that the sum of two independent discrete Laplace noises reaches `t`, t >= 1, not less than it is:
 * P(X + X' >= t) = C a^t ((t + K) / (1 - a) + a / (1 - a)^2), a = e^-epsilon, C = ((1 - a) / (1 + a))^2,
 * K = (1 + a^2) / (1 - a^2).
 */
export function tailOfSum(epsilonMicro: number, t: number): number {
  const epsilon = epsilonMicro / 1e6;
  const a = Math.exp(-epsilon);
  const rest = -Math.expm1(-epsilon);
  const c = (rest / (1 + a)) ** 2;
  const k = (1 + a * a) / (rest * (1 + a));
  return c * a ** t * ((t + k) / rest + a / rest ** 2) * (1 + ROUNDING);
}

/** The same for any whole number `t`: the sum of the two is as likely to be t as -t. */
export const sumReaches = (epsilonMicro: number, t: number): number =>
  t >= 1 ? Math.min(1, tailOfSum(epsilonMicro, t)) : 1 - Math.min(1, tailOfSum(epsilonMicro, 1 - t));

/**
 * Least noisy total at which a cell is shown: k + t, t the least whole number that noise alone passes with a probability
 * of at most delta. So a cell that one more patient brings to k shows with no more than delta.
 */
export function threshold(k: number, epsilonMicro: number, deltaPico: number): number {
  const delta = deltaPico / 1e12;
  let above = 1;
  while (tailOfSum(epsilonMicro, above) > delta) above *= 2;
  let below = Math.floor(above / 2);
  while (above - below > 1) {
    const middle = Math.floor((above + below) / 2);
    if (tailOfSum(epsilonMicro, middle) > delta) below = middle;
    else above = middle;
  }
  return k + above;
}
