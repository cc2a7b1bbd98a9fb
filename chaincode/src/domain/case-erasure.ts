import {
  SECTIONS,
  type ErasureReceipt,
  type ErasureScope,
  type ErasureView,
  type EraseCaseCommand,
  type HoldView,
  type PolicyParameters,
  type PrivateHolding,
  type Section,
} from '../api';
import type { Actor } from './actor';
import type { SectionHead } from './case';
import { DAY } from './duration';
import { refuse } from './refusal';

/** What was asked for; how far it has come follows from the holders and their receipts. */
export type ErasureRequest = Pick<ErasureView, 'case' | 'scope' | 'requestedBy' | 'at'>;

export const sectionsOf = (scope: ErasureScope): readonly Section[] => (scope === 'whole' ? SECTIONS : [scope]);

/** @throws Refusal CASE_HOLD */
export function checkNotHeld(hold: HoldView | undefined): void {
  if (hold?.isHeld === true) refuse('CASE_HOLD', { allowed: ['case:LiftHold'] });
}

/** @throws Refusal CASE_RETENTION until every section's time is over */
export function requestErasure(
  { case: id, scope }: EraseCaseCommand,
  heads: ReadonlyMap<Section, SectionHead>,
  policy: PolicyParameters,
  caller: Actor,
  now: number,
): ErasureRequest {
  const ends = [...heads].map(([section, head]) => head.updatedAt + policy.sectionRetentionDays[section] * DAY);
  const until = Math.max(0, ...ends);
  if (now < until) refuse('CASE_RETENTION', { until });
  return { case: id, scope, requestedBy: caller.id, at: now };
}

/** How far an erasure has come. */
export function erasureOf(
  request: ErasureRequest,
  holders: readonly string[],
  receipts: readonly ErasureReceipt[],
): ErasureView {
  const confirmed = new Set(receipts.map(({ organisation }) => organisation));
  const isDone = holders.every((holder) => confirmed.has(holder));
  return { ...request, status: isDone ? 'done' : confirmed.size > 0 ? 'part' : 'requested', holders, receipts };
}

/** @throws Refusal INPUT_INVALID naming what is not of the part that is erased */
export function checkHoldings(scope: ErasureScope, holdings: readonly PrivateHolding[]): void {
  const sections = sectionsOf(scope);
  const faults = holdings.flatMap(({ section }, index) => {
    const isWithin = section === undefined ? scope === 'whole' : sections.includes(section);
    return isWithin ? [] : [{ path: `/holdings/${index}`, rule: 'of-the-erasure' }];
  });
  if (faults.length > 0) refuse('INPUT_INVALID', { faults: faults.slice(0, 50) });
}
