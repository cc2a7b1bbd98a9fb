import type { AccountTerms, AccountView, PrivacyLoss } from '../api';
import { logInverseDelta } from './log-inverse-delta';
import { refuse } from './refusal';

/** What was spent, in whole numbers; rho in millionths of a millionth. */
export interface Spent {
  readonly microEpsilon: bigint;
  readonly picoDelta: bigint;
  readonly picoRho: bigint;
}

export const NOTHING_SPENT: Spent = { microEpsilon: 0n, picoDelta: 0n, picoRho: 0n };

const PICO_A_MICRO = 1_000_000n;

/**
 * zCDP's rho of an epsilon-DP release, epsilon^2 / 2 (Bun and Steinke 2016, proposition 1.4), rounded up to the next
 * millionth of a millionth. The delta of an (epsilon, delta)-DP release is counted beside it (their section 8).
 */
export const rhoOf = (microEpsilon: bigint): bigint => (microEpsilon * microEpsilon + 1n) / 2n;

/**
 * Whether all that was spent stays within the cap: basic composition sums epsilon and delta. zCDP sums rho; what is left
 * of the cap's delta after the releases' own deltas pays for the way back, epsilon = rho + 2 sqrt(rho ln(1/delta))
 * (proposition 1.3), compared without a root: (epsilon - rho)^2 >= 4 rho ln(1/delta). Every rounding is against us.
 */
export function isWithin({ composition, cap }: AccountTerms, spent: Spent): boolean {
  const microEpsilon = BigInt(cap.microEpsilon);
  const delta = BigInt(cap.picoDelta) - spent.picoDelta;
  if (composition === 'basic') return spent.microEpsilon <= microEpsilon && delta >= 0n;
  const distance = microEpsilon * PICO_A_MICRO - spent.picoRho;
  return delta > 0n && distance >= 0n && distance * distance >= 4n * spent.picoRho * logInverseDelta(delta);
}

/**
 * The account after one more release.
 * @throws Refusal RELEASE_BUDGET where the cap does not cover it
 */
export function debit(terms: AccountTerms, spent: Spent, cost: PrivacyLoss): Spent {
  const microEpsilon = BigInt(cost.microEpsilon);
  const after: Spent = {
    microEpsilon: spent.microEpsilon + microEpsilon,
    picoDelta: spent.picoDelta + BigInt(cost.picoDelta),
    picoRho: spent.picoRho + rhoOf(microEpsilon),
  };
  return isWithin(terms, after) ? after : refuse('RELEASE_BUDGET', { allowed: ['release:RaiseCap'] });
}

export const accountView = (terms: AccountTerms, { microEpsilon, picoDelta, picoRho }: Spent): AccountView => ({
  ...terms,
  spent: { microEpsilon: String(microEpsilon), picoDelta: String(picoDelta) },
  picoRho: String(picoRho),
});
