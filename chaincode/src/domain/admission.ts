import type { PrescriptionCommand, PrescriptionStatus } from '../api';
import type { Actor } from './actor';
import { HELD, OPEN, PRESCRIPTION_MACHINE, allowedIn, type PrescriptionTransaction } from './prescription-machine';
import type { PrescriptionHeader } from './prescription';
import { refuse } from './refusal';
import { checkRelation } from './relation';

/** Past its validity, and no pharmacy with a live lease has it. */
export const isDue = (header: PrescriptionHeader, now: number): boolean =>
  OPEN.includes(header.status) && now > header.validUntil && !isLeased(header, now);

/** A pharmacy has it, and may go on. */
export const isLeased = (header: PrescriptionHeader, now: number): boolean =>
  HELD.includes(header.status) && header.holder !== undefined && now <= header.holder.leaseUntil;

/**
 * What every transaction on an existing prescription asks first: the version the caller saw, the clock, validity, the
 * status, the caller's relation. Who the patient is stands in the body, so that relation is checked where the body is.
 * @throws Refusal RX_VERSION_STALE, INPUT_CLOCK, RX_EXPIRED, RX_HELD, RX_STATUS, or the relation's own
 */
export function admit(
  transaction: PrescriptionTransaction,
  header: PrescriptionHeader,
  caller: Actor,
  command: PrescriptionCommand,
  now: number,
): void {
  checkVersion(header, command);
  checkClock(header, now);
  if (transaction !== 'Expire' && isDue(header, now)) {
    refuse('RX_EXPIRED', { ...statusOf(header), until: header.validUntil, allowed: ['Expire'] });
  }
  checkStatus(transaction, header, caller);
  checkRelation(transaction, header, caller);
}

/** @throws Refusal RX_VERSION_STALE if the caller saw another version than there is */
export function checkVersion(
  object: { version: number; status?: string },
  command: { readonly expectedVersion?: number },
): void {
  if (command.expectedVersion !== undefined && command.expectedVersion !== object.version) {
    refuse('RX_VERSION_STALE', { version: object.version, ...(object.status && { status: object.status }) });
  }
}

/** @throws Refusal INPUT_CLOCK if the transaction's time is before the object's last change */
export function checkClock(object: { updatedAt: number }, now: number): void {
  if (now < object.updatedAt) refuse('INPUT_CLOCK', { until: object.updatedAt });
}

function checkStatus(transaction: PrescriptionTransaction, header: PrescriptionHeader, caller: Actor): void {
  const { from } = PRESCRIPTION_MACHINE[transaction];
  if (from.length === 0 || from.includes(header.status)) return;
  // A second pharmacy, or a patient with a lost code, should read why, not just that the status is another.
  const isHeld =
    (['Redeem', 'ReplaceCode'] as const).some((name) => name === transaction) && HELD.includes(header.status);
  if (isHeld)
    refuse('RX_HELD', { ...statusOf(header), ...leaseOf(header), allowed: allowedIn(header.status, caller.role) });
  refuse('RX_STATUS', { ...statusOf(header), allowed: allowedIn(header.status, caller.role) });
}

/** Facts on the present state that go with a refusal. */
export const statusOf = (header: PrescriptionHeader): { status: PrescriptionStatus; version: number } => ({
  status: header.status,
  version: header.version,
});

const leaseOf = ({ holder }: PrescriptionHeader): { until?: number } =>
  holder === undefined ? {} : { until: holder.leaseUntil };
