import type { AccountTerms, DatasetView, Guarantee, RaiseCapCommand, RegisterDatasetCommand } from '../api';
import type { Actor } from './actor';
import { PICO } from './log-inverse-delta';
import { refuse, refuseInput } from './refusal';

/** A data set that the caller's organisation holds. */
export function registerDataset(command: RegisterDatasetCommand, caller: Actor, now: number): DatasetView {
  const { id, title, unit, scheme, accounts } = command;
  accounts.forEach((terms, index) => {
    checkTerms(terms, `/accounts/${index}`);
    const first = accounts.findIndex(({ guarantee }) => guarantee === terms.guarantee);
    if (first !== index) refuseInput(`/accounts/${index}/guarantee`, 'once');
  });
  return {
    id,
    title,
    owner: caller.mspId,
    unit,
    scheme,
    accounts,
    registeredBy: caller.id,
    registeredAt: now,
    updatedAt: now,
    version: 1,
  };
}

function checkTerms({ composition, cap }: AccountTerms, path: string): void {
  if (cap.microEpsilon === '0') refuseInput(`${path}/cap/microEpsilon`, 'positive');
  if (BigInt(cap.picoDelta) >= PICO) refuseInput(`${path}/cap/picoDelta`, 'below-one');
  // The way back from rho to epsilon costs delta.
  if (composition === 'zcdp' && cap.picoDelta === '0') refuseInput(`${path}/cap/picoDelta`, 'positive-for-zcdp');
}

/** @throws Refusal RELEASE_NO_ACCOUNT */
export const termsOf = ({ accounts }: DatasetView, guarantee: Guarantee): AccountTerms =>
  accounts.find((terms) => terms.guarantee === guarantee) ?? refuse('RELEASE_NO_ACCOUNT');

/** @throws Refusal RELEASE_CAP unless the cap is higher in something and lower in nothing */
export function raiseCap(dataset: DatasetView, { guarantee, cap }: RaiseCapCommand, now: number): DatasetView {
  const terms = termsOf(dataset, guarantee);
  const epsilon = BigInt(cap.microEpsilon) - BigInt(terms.cap.microEpsilon);
  const delta = BigInt(cap.picoDelta) - BigInt(terms.cap.picoDelta);
  if (epsilon < 0n || delta < 0n || epsilon + delta === 0n) refuse('RELEASE_CAP');
  const raised = { ...terms, cap };
  checkTerms(raised, '');
  return {
    ...dataset,
    accounts: dataset.accounts.map((each) => (each === terms ? raised : each)),
    updatedAt: now,
    version: dataset.version + 1,
  };
}
