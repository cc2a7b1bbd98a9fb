import type { ErrorCode, PrescriptionBody } from '../api';
import type { Actor } from './actor';
import { PRESCRIPTION_MACHINE, type PrescriptionTransaction, type Relation } from './prescription-machine';
import type { PrescriptionHeader } from './prescription';
import { refuse } from './refusal';

/** The relation a transaction asks of the caller's role. */
export const relationFor = (transaction: PrescriptionTransaction, caller: Actor): Relation =>
  PRESCRIPTION_MACHINE[transaction].callers[caller.role] ?? refuse('ACCESS_ROLE');

/** @throws Refusal ACCESS_RELATION, RX_OWN_REVIEW or RX_NOT_HOLDER */
export function checkRelation(transaction: PrescriptionTransaction, header: PrescriptionHeader, caller: Actor): void {
  const code = missing(relationFor(transaction, caller), header, caller);
  if (code !== undefined) refuse(code);
}

type RelationTest = (header: PrescriptionHeader, caller: Actor) => ErrorCode | undefined;

const unless = (holds: boolean, code: ErrorCode = 'ACCESS_RELATION'): ErrorCode | undefined =>
  holds ? undefined : code;

const TESTS: Readonly<Record<Relation, RelationTest>> = {
  any: () => undefined,
  author: () => undefined,
  // Checked against the body by checkPatient.
  patient: () => undefined,
  // Checked against the payment by settle.
  payer: () => undefined,
  prescriber: (header, caller) => unless(header.prescriber === caller.id),
  hospital: (header, caller) => unless(header.hospital === caller.mspId),
  centre: (header, caller) =>
    header.hospital === caller.mspId ? 'RX_OWN_REVIEW' : unless(header.centre === caller.mspId),
  holder: (header, caller) => unless(header.holder?.organisation === caller.mspId, 'RX_NOT_HOLDER'),
  custodian: (header, caller) => unless([header.hospital, header.centre, ...header.pharmacies].includes(caller.mspId)),
};

const missing = (relation: Relation, header: PrescriptionHeader, caller: Actor): ErrorCode | undefined =>
  TESTS[relation](header, caller);

/** @throws Refusal ACCESS_RELATION unless the body names the caller as its patient */
export function checkPatient(body: PrescriptionBody, caller: Actor): void {
  if (body.patient !== caller.id) refuse('ACCESS_RELATION');
}
