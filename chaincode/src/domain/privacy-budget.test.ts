import fc from 'fast-check';
import type { AccountTerms } from '../api';
import { logInverseDelta, PICO } from './log-inverse-delta';
import { debit, isWithin, NOTHING_SPENT, rhoOf, type Spent } from './privacy-budget';
import { Refusal } from './refusal';

const terms = (composition: 'basic' | 'zcdp', microEpsilon: bigint, picoDelta: bigint): AccountTerms => ({
  guarantee: 'add-remove',
  composition,
  cap: { microEpsilon: String(microEpsilon), picoDelta: String(picoDelta) },
});
const cost = (microEpsilon: bigint, picoDelta = 0n) => ({
  microEpsilon: String(microEpsilon),
  picoDelta: String(picoDelta),
});
const amounts = (most: bigint): fc.Arbitrary<bigint> => fc.bigInt(1n, most);

describe('ln(1/delta)', () => {
  it('is what the mathematical library says to eleven digits, and never less than that', () => {
    fc.assert(
      fc.property(amounts(PICO), (delta) => {
        const exact = -Math.log(Number(delta) / 1e12);
        const ours = Number(logInverseDelta(delta)) / 1e12;
        expect(ours).toBeGreaterThanOrEqual(exact - 1e-14 * Math.max(1, exact));
        expect(ours - exact).toBeLessThan(5e-12);
      }),
    );
  });

  it('falls as delta grows, and is nothing at delta 1', () => {
    expect(logInverseDelta(PICO)).toBe(0n);
    fc.assert(
      fc.property(amounts(PICO), amounts(PICO), (a, b) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        expect(logInverseDelta(less) >= logInverseDelta(more)).toBe(true);
      }),
    );
  });

  it.each([
    [1_000_000n, 13.815_510_557_965],
    [500_000_000_000n, Math.LN2],
    [1n, 27.631_021_115_929],
  ])('of %s millionths of a millionth', (delta, expected) => {
    expect(Number(logInverseDelta(delta)) / 1e12).toBeCloseTo(expected, 11);
  });
});

describe('rho of an epsilon', () => {
  it.each([
    [1n, 1n],
    [2n, 2n],
    [3n, 5n],
    [1_000_000n, 500_000_000_000n],
  ])('is half its square, rounded up: %s', (epsilon, rho) => {
    expect(rhoOf(epsilon)).toBe(rho);
  });
});

describe('an account', () => {
  const spend = (account: AccountTerms, costs: readonly (readonly [bigint, bigint])[]): Spent =>
    costs.reduce<Spent>((spent, [epsilon, delta]) => {
      try {
        return debit(account, spent, cost(epsilon, delta));
      } catch (error) {
        if (error instanceof Refusal) return spent;
        throw error;
      }
    }, NOTHING_SPENT);

  const costs = fc.array(fc.tuple(amounts(500_000n), fc.bigInt(0n, 400_000n)), { maxLength: 60 });

  it('never goes past its cap, whatever is asked and in what order', () => {
    fc.assert(
      fc.property(fc.constantFrom('basic', 'zcdp'), costs, (composition, asked) => {
        const spent = spend(terms(composition, 1_000_000n, 1_000_000n), asked);
        const delta = 1e6 - Number(spent.picoDelta);
        const rho = Number(spent.picoRho) / 1e12;
        const epsilon =
          composition === 'basic'
            ? Number(spent.microEpsilon) / 1e6
            : rho + 2 * Math.sqrt(rho * -Math.log(delta / 1e12));
        expect(epsilon).toBeLessThanOrEqual(1 + 1e-9);
        expect(delta).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('does not care about the order of what it covers', () => {
    fc.assert(
      fc.property(costs, (asked) => {
        const wide = terms('zcdp', 10n ** 12n, 10n ** 11n);
        expect(spend(wide, [...asked].reverse())).toEqual(spend(wide, asked));
      }),
    );
  });

  it('covers all of its cap by basic composition, to the last millionth', () => {
    const account = terms('basic', 1_000_000n, 5n);
    const spent = debit(account, debit(account, NOTHING_SPENT, cost(999_999n, 5n)), cost(1n));
    expect(spent).toMatchObject({ microEpsilon: 1_000_000n, picoDelta: 5n });
    expect(() => debit(account, spent, cost(1n))).toThrow('RELEASE_BUDGET');
    expect(() => debit(account, NOTHING_SPENT, cost(1n, 6n))).toThrow('RELEASE_BUDGET');
  });

  it('covers by zCDP what the formula covers, and not one millionth of a millionth of rho more', () => {
    // (sqrt(ln 1e6 + 1) - sqrt(ln 1e6))^2
    const limit = (Math.sqrt(6 * Math.LN10 + 1) - Math.sqrt(6 * Math.LN10)) ** 2;
    const account = terms('zcdp', 1_000_000n, 1_000_000n);
    const rho = (value: number): Spent => ({ ...NOTHING_SPENT, picoRho: BigInt(Math.round(value * 1e12)) });
    expect(isWithin(account, rho(limit - 1e-11))).toBe(true);
    expect(isWithin(account, rho(limit + 1e-11))).toBe(false);
  });

  it('keeps a delta for the way back from rho', () => {
    const account = terms('zcdp', 10_000_000n, 1_000_000n);
    expect(() => debit(account, NOTHING_SPENT, cost(1n, 1_000_000n))).toThrow('RELEASE_BUDGET');
    expect(debit(account, NOTHING_SPENT, cost(1n, 999_999n)).picoDelta).toBe(999_999n);
  });
});
