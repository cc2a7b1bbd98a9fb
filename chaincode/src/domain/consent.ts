import {
  ALL_CASES,
  RESEARCHERS,
  type ErrorCode,
  type ErrorDetail,
  type GiveCommand,
  type GrantRight,
  type GrantView,
  type Purpose,
  type Section,
} from '../api';
import type { Actor } from './actor';
import { refuse, refuseInput } from './refusal';

/** What somebody wants a grant to cover. */
export interface Wanted {
  readonly case: string;
  readonly sections: readonly Section[];
  readonly right: GrantRight;
  readonly purpose: Purpose;
}

/** A consent of the caller's. */
export function give(command: GiveCommand, caller: Actor, now: number): GrantView {
  const from = command.from ?? now;
  if (command.until <= Math.max(from, now)) refuseInput('/until', 'after-from');
  if (command.grantee === RESEARCHERS) {
    if (command.purpose !== 'research') refuseInput('/purpose', 'research-only');
    if (command.right !== 'read') refuseInput('/right', 'read-only');
  }
  return {
    id: command.id,
    patient: caller.id,
    grantee: command.grantee,
    purpose: command.purpose,
    cases: command.cases,
    sections: command.sections,
    right: command.right,
    from,
    until: command.until,
    status: 'active',
    givenAt: now,
    updatedAt: now,
  };
}

/** @throws Refusal CONSENT_NOT_FOUND for anybody but the patient, CONSENT_REVOKED */
export function revoke(grant: GrantView, caller: Actor, now: number): GrantView {
  if (grant.patient !== caller.id) refuse('CONSENT_NOT_FOUND');
  if (grant.status === 'revoked') refuse('CONSENT_REVOKED');
  return { ...grant, status: 'revoked', updatedAt: now };
}

/** Whom a grant was given to: the person, or a colleague of the organisation; its patients are none. */
export const isGrantee = ({ grantee }: GrantView, caller: Actor): boolean =>
  grantee === caller.id || (grantee === caller.mspId && caller.role !== 'patient');

/** Why a grant does not do: a code of the error table, and facts. */
type Fault = readonly [code: ErrorCode, detail?: ErrorDetail];

function faultOfTime(grant: GrantView, now: number): Fault | undefined {
  if (grant.status === 'revoked') return ['CONSENT_REVOKED'];
  if (now < grant.from) return ['CONSENT_EARLY', { until: grant.from }];
  return now >= grant.until ? ['CONSENT_EXPIRED', { until: grant.until }] : undefined;
}

function faultOfScope(grant: GrantView, wanted: Wanted): Fault | undefined {
  if (grant.right !== wanted.right) return ['CONSENT_RIGHT'];
  if (grant.purpose !== wanted.purpose) return ['CONSENT_PURPOSE'];
  if (grant.cases !== ALL_CASES && grant.cases !== wanted.case) return ['CONSENT_CASE'];
  return wanted.sections.every((section) => grant.sections.includes(section)) ? undefined : ['CONSENT_SECTION'];
}

function refuseFor(fault: Fault | undefined): void {
  if (fault !== undefined) refuse(...fault);
}

/** @throws Refusal CONSENT_REVOKED, CONSENT_EARLY or CONSENT_EXPIRED; `until` itself is too late */
export const checkLive = (grant: GrantView, now: number): void => {
  refuseFor(faultOfTime(grant, now));
};

/** @throws Refusal CONSENT_RIGHT, CONSENT_PURPOSE, CONSENT_CASE or CONSENT_SECTION */
export const checkCovers = (grant: GrantView, wanted: Wanted): void => {
  refuseFor(faultOfScope(grant, wanted));
};

/** Whether it lets its grantee, a person or an organisation, read that section of that case now, for its purpose. */
export const opensFor = (grant: GrantView, id: string, section: Section, now: number): boolean =>
  grant.grantee !== RESEARCHERS &&
  faultOfTime(grant, now) === undefined &&
  faultOfScope(grant, { case: id, sections: [section], right: 'read', purpose: grant.purpose }) === undefined;

/** Whether the caller may do it under this grant, now. */
export function checkGrant(grant: GrantView, caller: Actor, wanted: Wanted, now: number): void {
  if (!isGrantee(grant, caller)) refuse('CONSENT_GRANTEE');
  checkLive(grant, now);
  checkCovers(grant, wanted);
}
