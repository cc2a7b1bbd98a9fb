import { discreteLaplace } from '../noise/discrete-laplace';
import { tailOfSum, threshold } from './threshold';

describe('the threshold of a release', () => {
  it.each([
    [100_000, 159],
    [500_000, 36],
    [1_000_000, 21],
    [2_000_000, 13],
  ])('for k 5 and delta 0.000001 is, at %i millionths of epsilon, %i', (epsilonMicro, tau) => {
    expect(threshold(5, epsilonMicro, 1_000_000)).toBe(tau);
  });

  it.each([100_000, 500_000, 1_000_000, 2_000_000])('has the tail of two noises added up, at %i', (epsilonMicro) => {
    const { probability, atLeast } = discreteLaplace(epsilonMicro);
    for (const t of [1, 2, 5, 20, 60]) {
      let tail = 0;
      for (let x = -3_000; x <= 3_000; x++) tail += probability(x) * atLeast(t - x);
      expect(tailOfSum(epsilonMicro, t) / tail).toBeGreaterThanOrEqual(1);
      expect(tailOfSum(epsilonMicro, t) / tail).toBeLessThan(1 + 1e-6);
    }
  });

  it('is the least that keeps to delta', () => {
    const t = threshold(5, 300_000, 1_000) - 5;
    expect(tailOfSum(300_000, t)).toBeLessThanOrEqual(1e-9);
    expect(tailOfSum(300_000, t - 1)).toBeGreaterThan(1e-9);
  });
});
