import type {
  BreakGlassCommand,
  CaseView,
  EmergencyReviewView,
  EmergencyView,
  EmergencyWrap,
  PolicyParameters,
  ReviewEmergencyCommand,
  Section,
} from '../api';
import { mspOf, ownerOfKey } from '../api';
import type { Actor } from './actor';
import { HOUR } from './duration';
import { refuse, refuseInput } from './refusal';

/** An emergency as it is kept; its review is on a key of its own. */
export type Emergency = Omit<EmergencyView, 'review'>;

/** Opens sections of a case without consent. */
export function breakGlass(
  command: BreakGlassCommand,
  head: CaseView,
  caller: Actor,
  policy: PolicyParameters,
  now: number,
): Emergency {
  if (command.until <= now) refuseInput('/until', 'in-the-future');
  if (command.until > now + policy.emergencyHours * HOUR) refuseInput('/until', 'maximum-emergency');
  if (ownerOfKey(command.key) !== caller.id) refuseInput('/key', 'own-key');
  return {
    id: command.id,
    case: head.id,
    hospital: head.hospital,
    sections: command.sections,
    opener: caller.id,
    reasonCode: command.reasonCode,
    commitment: command.commitment,
    key: command.key,
    at: now,
    until: command.until,
  };
}

/** @throws Refusal CASE_EMERGENCY_OVER; `until` itself is too late */
export function checkRunning(emergency: Emergency, now: number): void {
  if (now >= emergency.until) refuse('CASE_EMERGENCY_OVER', { until: emergency.until });
}

/** Whether the caller may read these sections in this emergency. */
export function checkEmergency(emergency: Emergency, caller: Actor, sections: readonly Section[], now: number): void {
  if (emergency.opener !== caller.id) refuse('ACCESS_RELATION');
  checkRunning(emergency, now);
  if (!sections.every((section) => emergency.sections.includes(section))) refuseInput('/sections', 'of-the-emergency');
}

/** @throws Refusal CASE_NOT_CUSTODIAN, CASE_EMERGENCY_OVER */
export function checkCustodian(emergency: Emergency, caller: Actor, now: number): void {
  if (emergency.hospital === caller.mspId) refuse('CASE_NOT_CUSTODIAN');
  checkRunning(emergency, now);
}

/** @throws Refusal INPUT_INVALID unless each is of a section that was opened, for the key that was named */
export function checkReleased(emergency: Emergency, wraps: readonly EmergencyWrap[]): void {
  const faults = wraps.flatMap(({ section, wrap }, index) => [
    ...(emergency.sections.includes(section) ? [] : [{ path: `/wraps/${index}/section`, rule: 'of-the-emergency' }]),
    ...(wrap.header.kid === emergency.key ? [] : [{ path: `/wraps/${index}/wrap/header/kid`, rule: 'recipient' }]),
  ]);
  if (faults.length > 0) refuse('INPUT_INVALID', { faults: faults.slice(0, 50) });
}

/** @throws Refusal CASE_OWN_EMERGENCY */
export function checkReviewer(emergency: Emergency, caller: Actor): void {
  if (mspOf(emergency.opener) === caller.mspId) refuse('CASE_OWN_EMERGENCY');
}

/** The verdict of another organisation's auditor. */
export function review(
  emergency: Emergency,
  { verdict }: ReviewEmergencyCommand,
  caller: Actor,
  now: number,
): EmergencyReviewView {
  checkReviewer(emergency, caller);
  return { verdict, auditor: caller.id, at: now };
}
