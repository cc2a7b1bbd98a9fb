import { SeededSource } from '../../../test/seeded-source';
import { unsafeLaplace } from '../paper/equation-5';
import { discreteLaplace } from './discrete-laplace';
import { ExactSampler } from './exact-sampler';
import { SecureSource } from './random-source';
import { deltaPico, epsilonMicro, epsilonOf, rational } from './rational';

const DRAWS = 60_000;

/** How many standard deviations a chi-square statistic is from what the distribution says; rare values in one bin. */
function deviation(draws: readonly number[], probability: (x: number) => number): number {
  const seen = new Map<number, number>();
  for (const draw of draws) seen.set(draw, (seen.get(draw) ?? 0) + 1);
  let statistic = 0;
  let bins = 0;
  let rest = draws.length;
  let restSeen = draws.length;
  for (let x = -2_000; x <= 2_000; x++) {
    const expected = draws.length * probability(x);
    if (expected < 10) continue;
    statistic += ((seen.get(x) ?? 0) - expected) ** 2 / expected;
    bins++;
    rest -= expected;
    restSeen -= seen.get(x) ?? 0;
  }
  if (rest > 1) statistic += (restSeen - rest) ** 2 / rest;
  return (statistic - bins) / Math.sqrt(2 * bins);
}

const drawn = (draw: () => number): number[] => Array.from({ length: DRAWS }, draw);

describe('exact noise', () => {
  it.each(['0.1', '0.5', '1', '2', '0.428571'])('is discrete Laplace at epsilon %s', (epsilon) => {
    const sampler = new ExactSampler(new SeededSource(7));
    const { probability } = discreteLaplace(epsilonMicro(epsilon));
    const draws = drawn(() => sampler.discreteLaplace(epsilonOf(epsilonMicro(epsilon))));
    expect(Math.abs(deviation(draws, probability))).toBeLessThan(4);
    // The test is able to tell: noise for another epsilon is not this.
    expect(deviation(draws, discreteLaplace(Math.round(epsilonMicro(epsilon) * 1.1)).probability)).toBeGreaterThan(10);
  });

  it.each([
    [1, 2],
    [3, 7],
  ])('is geometric at epsilon %i/%i', (numerator, denominator) => {
    const sampler = new ExactSampler(new SeededSource(8));
    const a = Math.exp(-numerator / denominator);
    const draws = drawn(() => sampler.geometric(rational(numerator, denominator)));
    expect(Math.abs(deviation(draws, (x) => (x < 0 ? 0 : (1 - a) * a ** x)))).toBeLessThan(4);
  });

  it.each([
    [1, 4],
    [9, 1],
    [50, 3],
  ])('is discrete Gaussian at variance %i/%i', (numerator, denominator) => {
    const sampler = new ExactSampler(new SeededSource(9));
    const weight = (x: number): number => Math.exp((-x * x * denominator) / (2 * numerator));
    const whole = Array.from({ length: 401 }, (_, at) => weight(at - 200)).reduce((sum, part) => sum + part, 0);
    const draws = drawn(() => sampler.discreteGaussian(rational(numerator, denominator)));
    expect(Math.abs(deviation(draws, (x) => weight(x) / whole))).toBeLessThan(4);
  });

  it('draws each whole number below a bound alike, past 2^32 as well', () => {
    const sampler = new ExactSampler(new SeededSource(10));
    for (const bound of [3, 10, 3 * 2 ** 40]) {
      const thirds = drawn(() => Math.floor((3 * sampler.uniform(bound)) / bound));
      expect(thirds.every((third) => third >= 0 && third < 3)).toBe(true);
      const shares = [0, 1, 2].map((third) => Math.ceil(((third + 1) * bound) / 3) - Math.ceil((third * bound) / 3));
      expect(Math.abs(deviation(thirds, (x) => (shares[x] ?? 0) / bound))).toBeLessThan(4);
    }
  });

  it('comes from the system’s generator, with the spread it should have', () => {
    const sampler = new ExactSampler(new SecureSource());
    const draws = drawn(() => sampler.discreteLaplace(rational(1, 2)));
    const variance = draws.reduce((sum, draw) => sum + draw * draw, 0) / DRAWS;
    expect(Math.sqrt(variance)).toBeGreaterThan(0.95 * discreteLaplace(500_000).standardDeviation);
    expect(Math.sqrt(variance)).toBeLessThan(1.05 * discreteLaplace(500_000).standardDeviation);
  });

  it('is refused where it could not be exact', () => {
    const sampler = new ExactSampler(new SeededSource(1));
    expect(() => rational(0.5, 1)).toThrow(RangeError);
    expect(() => sampler.discreteGaussian(rational(2 ** 52, 1))).toThrow(/past 2\^53/);
  });
});

describe('the low bits of a noisy count', () => {
  const GRID = 2 ** -52;
  const EPSILON = 0.5;

  /** Whether some p of the generator makes `noisy` of `count` by equation 5. */
  function couldBe(noisy: number, count: number): boolean {
    const noise = noisy - count;
    const near = noise >= 0 ? 1 - Math.exp(-EPSILON * noise) / 2 : Math.exp(EPSILON * noise) / 2;
    const steps = Array.from({ length: 17 }, (_, at) => (Math.round(near / GRID) + at - 8) * GRID);
    return steps.some((p) => p > 0 && p < 1 && count + unsafeLaplace(EPSILON, p) === noisy);
  }

  it('tell, by equation 5, that a count was 0 and not 1', () => {
    const source = new SeededSource(11);
    const noisy = Array.from({ length: 5_000 }, () => {
      const p = ((source.word() >>> 12) * 2 ** 32 + source.word()) * GRID;
      return unsafeLaplace(EPSILON, p);
    });
    const certain = noisy.filter((value) => couldBe(value, 0) && !couldBe(value, 1));
    expect(noisy.every((value) => couldBe(value, 0))).toBe(true);
    expect(certain.length / noisy.length).toBeGreaterThan(0.8);
  });

  it('tell nothing of exact noise: every value there may be comes from 0 and from 1', () => {
    const sampler = new ExactSampler(new SeededSource(12));
    const { probability } = discreteLaplace(500_000);
    for (let draw = 0; draw < 5_000; draw++) {
      const noisy = 0 + sampler.discreteLaplace(rational(1, 2));
      expect(Number.isInteger(noisy)).toBe(true);
      const ratio = probability(noisy) / probability(noisy - 1);
      expect(Math.abs(Math.log(ratio))).toBeLessThanOrEqual(EPSILON + 1e-12);
    }
  });
});

describe('a budget', () => {
  it('is a whole number of millionths', () => {
    expect(epsilonMicro('0.5')).toBe(500_000);
    expect(epsilonMicro('2')).toBe(2_000_000);
    expect(deltaPico('0.000001')).toBe(1_000_000);
  });

  it.each(['0', '-1', '1e-3', '0.0000001', 'NaN', '', '1/3'])('is refused as epsilon: "%s"', (text) => {
    expect(() => epsilonMicro(text)).toThrow(/give a decimal of more than 0/);
  });

  it.each(['0', '0.001', '1', '0.0000000000001'])('is refused as delta: "%s"', (text) => {
    expect(() => deltaPico(text)).toThrow(/less than 0.001/);
  });
});
