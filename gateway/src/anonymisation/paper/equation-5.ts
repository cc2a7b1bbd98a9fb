/**
 * Equation 5 of the paper: Laplace noise from its inverse distribution function, in floating point. UNSAFE, and here to
 * show it: the low bits of a noisy count tell which count it was made from. No release uses it.
 * @param p - uniform on (0, 1)
 */
export const unsafeLaplace = (epsilon: number, p: number): number =>
  (-1 / epsilon) * Math.sign(p - 0.5) * Math.log(1 - 2 * Math.abs(p - 0.5));
