import type { Basis, OrganisationKind, Role } from '../api';
import { refuse } from './refusal';

/** The four subjects of Table III (paper, section IV). */
export const SUBJECTS = ['patient', 'medical-institution', 'hospital', 'third-party'] as const;
export type Subject = (typeof SUBJECTS)[number];

/** The three rights of Table III. `own` is a patient's case, or for others what they wrote. */
export const RIGHTS = ['own', 'read', 'write'] as const;
export type Right = (typeof RIGHTS)[number];

/**
 * Table III as data: on what grounds a subject has a right. The paper lets a hospital read and write whatever it likes;
 * here it is `treating`, which means everybody of the hospital where the members agreed on hospitalScope `all`. A
 * hospital is a medical institution too, so that consent and emergency open to it the cases it does not treat.
 */
export const ACCESS_MATRIX: Readonly<Record<Right, Readonly<Record<Subject, readonly Basis[]>>>> = {
  own: { patient: ['own'], 'medical-institution': ['own'], hospital: ['own'], 'third-party': ['own'] },
  read: {
    patient: ['grant'],
    'medical-institution': ['grant', 'emergency'],
    hospital: ['treating', 'grant', 'emergency'],
    'third-party': ['grant'],
  },
  write: {
    patient: ['grant'],
    'medical-institution': ['grant'],
    hospital: ['treating', 'grant'],
    'third-party': ['grant'],
  },
};

const SUBJECT_OF_KIND: Readonly<Record<OrganisationKind, Subject>> = {
  hospital: 'hospital',
  centre: 'medical-institution',
  pharmacy: 'medical-institution',
  'third-party': 'third-party',
};

/** A patient is one wherever enrolled; others are what their organisation is. */
export const subjectOf = (role: Role, kind: OrganisationKind): Subject =>
  role === 'patient' ? 'patient' : SUBJECT_OF_KIND[kind];

/** Roles that deal with records at all; the others keep the network, and have no such right. */
export const RECORD_ROLES: readonly Role[] = [
  'patient',
  'physician',
  'clerk',
  'reviewer',
  'dispenser',
  'payer',
  'researcher',
];

/** @throws Refusal ACCESS_BASIS unless Table III lets the subject read, or write, on that ground */
export function checkBasis(right: 'read' | 'write', basis: Basis, subject: Subject): void {
  // To add to what one wrote is to write others' data, unless it is the patient's own.
  const hasOwn = ACCESS_MATRIX.own[subject].includes(basis) && (right === 'read' || subject === 'patient');
  if (!hasOwn && !ACCESS_MATRIX[right][subject].includes(basis)) refuse('ACCESS_BASIS');
}
