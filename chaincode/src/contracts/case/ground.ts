import {
  ALL_CASES,
  type ActorId,
  type Basis,
  type CaseView,
  type GrantView,
  type Purpose,
  type Role,
  type Section,
} from '../../api';
import { checkBasis, subjectOf } from '../../domain/access-matrix';
import type { Actor } from '../../domain/actor';
import { checkGrant } from '../../domain/consent';
import { checkEmergency, type Emergency } from '../../domain/emergency';
import { checkPurpose } from '../../domain/purpose';
import { refuse, refuseInput } from '../../domain/refusal';
import { findTreating, isAuthor } from '../../store/cases';
import { readEmergency } from '../../store/emergencies';
import { readGrant } from '../../store/grants';
import { proveSubject } from '../../store/record-transient';
import { readPolicy, requireMember } from '../../store/registry';
import type { Stub } from '../../store/stub';

/** Who stands on a ground, and when. */
export interface Standing {
  readonly stub: Stub;
  readonly caller: Actor;
  readonly now: number;
}

/** On what ground somebody wants to read or write what. */
export interface Claim {
  readonly basis: Basis;
  readonly purpose: Purpose;
  readonly sections: readonly Section[];
  readonly grant?: string;
  readonly emergency?: string;
}

/** What a ground rests on. */
export interface Ground {
  readonly grant?: GrantView;
  readonly emergency?: Emergency;
}

/**
 * Whether the ground holds now: Table III, then what the ground itself asks. Asked when a receipt is opened and again
 * at each read, so that a grant that was taken back ends a window too.
 * @throws Refusal of the ground
 */
export async function checkGround(
  { stub, caller, now }: Standing,
  head: CaseView,
  claim: Claim,
  right: 'read' | 'write',
): Promise<Ground> {
  const { basis, purpose, sections } = claim;
  checkBasis(right, basis, subjectOf(caller.role, (await requireMember(stub, caller.mspId)).kind));
  checkPurpose(basis, purpose);
  if (basis === 'treating') await requireTreating(stub, head, caller);
  if (basis === 'own' && caller.role !== 'patient') await requireAuthor(stub, head, caller, sections);
  if (basis === 'grant') {
    const grant = await readGrant(stub, claim.grant ?? refuseInput('/grant', 'required'));
    checkGrant(grant, caller, { case: head.id, sections, right, purpose }, now);
    return { grant };
  }
  if (basis === 'emergency') {
    const emergency = await readEmergency(stub, head.id, claim.emergency ?? refuseInput('/emergency', 'required'));
    checkEmergency(emergency, caller, sections, now);
    return { emergency };
  }
  return {};
}

/**
 * What a claim says of the patient, where the ledger does not say it: a patient's own case, and a case under a grant for
 * all of the patient's cases.
 * @returns the patient, where the ground names one
 */
export function provePatient({ stub, caller }: Standing, head: CaseView, { basis }: Claim, { grant }: Ground) {
  if (basis === 'own' && caller.role === 'patient') return proveSubject(stub, head, caller.id).content;
  return grant === undefined ? undefined : proveGrant(stub, head, grant);
}

/** A grant for one case was proven when it was given; one for all says nothing of this case. */
export function proveGrant(stub: Stub, head: CaseView, grant: GrantView): ActorId {
  return grant.cases === ALL_CASES ? proveSubject(stub, head, grant.patient).content : grant.patient;
}

const TREATING_ROLES: readonly Role[] = ['physician', 'clerk'];

/** @throws Refusal ACCESS_RELATION unless the caller treats, or is of the hospital's staff where all of it do */
export async function requireTreating(stub: Stub, head: CaseView, caller: Actor): Promise<void> {
  if (head.hospital !== caller.mspId || !TREATING_ROLES.includes(caller.role)) refuse('ACCESS_RELATION');
  if ((await readPolicy(stub)).parameters.hospitalScope === 'all') return;
  if ((await findTreating(stub, head.id, caller.id))?.isTreating !== true) refuse('ACCESS_RELATION');
}

async function requireAuthor(stub: Stub, head: CaseView, caller: Actor, sections: readonly Section[]): Promise<void> {
  for (const section of sections) {
    if (!(await isAuthor(stub, head.id, section, caller.id))) refuse('ACCESS_RELATION');
  }
}
