import type { FulfilmentView, PaymentView, PolicyParameters, Role } from '../api';
import type { Actor } from '../domain/actor';
import type { PrescriptionHeader } from '../domain/prescription';
import { ENDED } from '../domain/prescription-machine';
import { refuse } from '../domain/refusal';

type HospitalScope = PolicyParameters['hospitalScope'];
type Rule = (header: PrescriptionHeader, caller: Actor, scope: HospitalScope) => boolean;
type Rules = Readonly<Partial<Record<Role, Rule>>>;

const isOfHospital: Rule = (header, caller) => header.hospital === caller.mspId;
const isOfCentre: Rule = (header, caller) => header.centre === caller.mspId;
const isOfPharmacy: Rule = (header, caller) => header.pharmacies.includes(caller.mspId);
const isTreating: Rule = (header, caller, scope) =>
  scope === 'all' ? isOfHospital(header, caller, scope) : header.prescriber === caller.id;
/** What is published anonymously is made of what has ended. */
const isEndedOfHospital: Rule = (header, caller) => header.hospital === caller.mspId && ENDED.includes(header.status);
const isCustodian: Rule = (header, caller, scope) =>
  [isOfHospital, isOfCentre, isOfPharmacy].some((rule) => rule(header, caller, scope));

/** Who reads what private part of a prescription, by role. The patient is checked against the body itself. */
export const PRIVATE_READING = {
  body: {
    physician: isTreating,
    clerk: isOfHospital,
    auditor: isOfHospital,
    steward: isEndedOfHospital,
    reviewer: isOfCentre,
    dispenser: isOfPharmacy,
    patient: isCustodian,
  },
  findings: { physician: isTreating, clerk: isOfHospital, auditor: isOfHospital, reviewer: isOfCentre },
  dispensings: { dispenser: isOfPharmacy, reviewer: isOfCentre, auditor: isOfCentre },
} as const satisfies Record<string, Rules>;

export type PrivatePart = keyof typeof PRIVATE_READING;

export const readersOf = (part: PrivatePart): readonly Role[] => Object.keys(PRIVATE_READING[part]) as Role[];

/** @throws Refusal ACCESS_RELATION, or RX_PRIVATE_ELSEWHERE for a patient enrolled with an organisation that has none */
export function checkReading(part: PrivatePart, header: PrescriptionHeader, caller: Actor, scope: HospitalScope): void {
  const rule = (PRIVATE_READING[part] as Rules)[caller.role];
  if (rule === undefined) refuse('ACCESS_ROLE');
  if (rule(header, caller, scope)) return;
  refuse(caller.role === 'patient' ? 'RX_PRIVATE_ELSEWHERE' : 'ACCESS_RELATION');
}

/** @throws Refusal ACCESS_RELATION unless the caller's organisation is one of the two parties */
export function checkParty(parties: readonly string[], caller: Actor): void {
  if (!parties.includes(caller.mspId)) refuse('ACCESS_RELATION');
}

export const paymentParties = ({ pharmacy, payer }: PaymentView): readonly string[] => [pharmacy, payer];
export const fulfilmentParties = ({ pharmacy, partner }: FulfilmentView): readonly string[] => [pharmacy, partner];
