import { memoryIdentity, type MemoryIdentity } from '../../../network/devnet/src/memory';
import type { MemberView, Role } from '../../src/api';

/** Two of each kind that must keep apart, so that "another of the same kind" can be tried. */
export const MEMBERS: readonly MemberView[] = [
  { mspId: 'HospitalMSP', kind: 'hospital', displayName: 'Hospital' },
  { mspId: 'CentreMSP', kind: 'centre', displayName: 'Service centre' },
  { mspId: 'PharmacyMSP', kind: 'pharmacy', displayName: 'Pharmacy' },
  { mspId: 'ThirdPartyMSP', kind: 'third-party', displayName: 'Payer and courier' },
  { mspId: 'NorthMSP', kind: 'hospital', displayName: 'Second hospital' },
  { mspId: 'EastMSP', kind: 'pharmacy', displayName: 'Second pharmacy' },
  { mspId: 'SouthMSP', kind: 'centre', displayName: 'Second centre' },
];

export interface Person {
  readonly id: `${string}:${string}`;
  readonly mspId: string;
  readonly enrolmentId: string;
  readonly role: Role;
  readonly identity: MemoryIdentity;
}

export const person = (mspId: string, enrolmentId: string, role: Role): Person => ({
  id: `${mspId}:${enrolmentId}`,
  mspId,
  enrolmentId,
  role,
  identity: memoryIdentity(mspId, enrolmentId, {
    attributes: { 'rx.role': role, 'hf.EnrollmentID': enrolmentId },
  }),
});

/** The people of the tests, all registered and active. */
export const PEOPLE = {
  physician: person('HospitalMSP', 'h-physician-1', 'physician'),
  colleague: person('HospitalMSP', 'h-physician-2', 'physician'),
  dermatologist: person('HospitalMSP', 'h-physician-3', 'physician'),
  clerk: person('HospitalMSP', 'h-clerk-1', 'clerk'),
  patient: person('HospitalMSP', 'h-patient-1', 'patient'),
  stranger: person('HospitalMSP', 'h-patient-2', 'patient'),
  hospitalAuditor: person('HospitalMSP', 'h-auditor-1', 'auditor'),
  hospitalSteward: person('HospitalMSP', 'h-steward-1', 'steward'),
  reviewer: person('CentreMSP', 'c-reviewer-1', 'reviewer'),
  secondReviewer: person('CentreMSP', 'c-reviewer-2', 'reviewer'),
  centreSteward: person('CentreMSP', 'c-steward-1', 'steward'),
  centreAuditor: person('CentreMSP', 'c-auditor-1', 'auditor'),
  dispenser: person('PharmacyMSP', 'p-dispenser-1', 'dispenser'),
  secondDispenser: person('PharmacyMSP', 'p-dispenser-2', 'dispenser'),
  pharmacyAuditor: person('PharmacyMSP', 'p-auditor-1', 'auditor'),
  payer: person('ThirdPartyMSP', 't-payer-1', 'payer'),
  courier: person('ThirdPartyMSP', 't-courier-1', 'courier'),
  researcher: person('ThirdPartyMSP', 't-researcher-1', 'researcher'),
  thirdPartyAuditor: person('ThirdPartyMSP', 't-auditor-1', 'auditor'),
  northPhysician: person('NorthMSP', 'n-physician-1', 'physician'),
  northClerk: person('NorthMSP', 'n-clerk-1', 'clerk'),
  eastDispenser: person('EastMSP', 'e-dispenser-1', 'dispenser'),
  southReviewer: person('SouthMSP', 's-reviewer-1', 'reviewer'),
  southSteward: person('SouthMSP', 's-steward-1', 'steward'),
} as const satisfies Record<string, Person>;

export const registrarOf = (mspId: string): Person => person(mspId, 'registrar-1', 'registrar');

/** What a physician of the tests may prescribe. */
export const SCOPES: Readonly<Record<string, readonly string[]>> = {
  [PEOPLE.dermatologist.id]: ['D', 'J01'],
};
