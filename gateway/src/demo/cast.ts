import type { Person } from './person';

/** Who plays: each signs with a key of his or her own, through the gateway of his or her own organisation. */
export interface Cast {
  readonly physician: Person;
  readonly otherPhysician: Person;
  readonly patient: Person;
  readonly reviewer: Person;
  readonly otherReviewer: Person;
  readonly dispenser: Person;
  readonly otherDispenser: Person;
  readonly payer: Person;
  readonly courier: Person;
  readonly otherPatient: Person;
  readonly thirdPatient: Person;
  readonly fourthPatient: Person;
  readonly fifthPatient: Person;
  readonly researcher: Person;
  /** Of the service centre. */
  readonly auditor: Person;
  readonly steward: Person;
  readonly registrar: Person;
  /** Of the service centre. */
  readonly otherSteward: Person;
}

/** Organisation (as the consortium file names it) and enrolment id of each, in the test network's people. */
export const PARTS: Readonly<Record<keyof Cast, { readonly member: string; readonly person: string }>> = {
  physician: { member: 'hospital', person: 'physician-1' },
  otherPhysician: { member: 'hospital', person: 'physician-2' },
  patient: { member: 'hospital', person: 'patient-1' },
  reviewer: { member: 'centre', person: 'reviewer-1' },
  otherReviewer: { member: 'centre', person: 'reviewer-2' },
  dispenser: { member: 'pharmacy', person: 'dispenser-1' },
  otherDispenser: { member: 'pharmacy', person: 'dispenser-2' },
  payer: { member: 'third-party', person: 'payer-1' },
  courier: { member: 'third-party', person: 'courier-1' },
  otherPatient: { member: 'hospital', person: 'patient-2' },
  thirdPatient: { member: 'hospital', person: 'patient-3' },
  fourthPatient: { member: 'hospital', person: 'patient-4' },
  fifthPatient: { member: 'hospital', person: 'patient-5' },
  researcher: { member: 'third-party', person: 'researcher-1' },
  auditor: { member: 'centre', person: 'auditor-1' },
  steward: { member: 'hospital', person: 'steward-1' },
  registrar: { member: 'hospital', person: 'registrar-1' },
  otherSteward: { member: 'centre', person: 'steward-1' },
};
