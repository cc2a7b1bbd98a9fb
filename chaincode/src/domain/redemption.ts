import type { LineView, PolicyParameters } from '../api';
import { isLeased, statusOf } from './admission';
import type { Actor } from './actor';
import { HOUR } from './duration';
import { advance, isClosed, type Prescription, type PrescriptionHeader } from './prescription';
import { refuse } from './refusal';

/**
 * Whether a dispenser with this code may have it.
 * @param codeHash SHA-256 of the code that was given, hex
 * @throws Refusal RX_NOT_NOMINATED, RX_CODE_MISMATCH or RX_CANCELLATION_PENDING
 */
export function checkRedeemable(header: PrescriptionHeader, caller: Actor, codeHash: string): void {
  if (header.nominatedPharmacy !== undefined && header.nominatedPharmacy !== caller.mspId) refuse('RX_NOT_NOMINATED');
  if (header.codeHash !== codeHash) refuse('RX_CODE_MISMATCH');
  if (header.cancellation?.state === 'pending') refuse('RX_CANCELLATION_PENDING');
}

/** The caller's pharmacy holds it from now on; any dispenser of that pharmacy may go on with it. */
export function redeem(
  header: PrescriptionHeader,
  caller: Actor,
  policy: PolicyParameters,
  now: number,
): PrescriptionHeader {
  return advance(header, now, {
    status: 'REDEEMED',
    holder: {
      organisation: caller.mspId,
      dispenser: caller.id,
      leaseUntil: now + policy.redemptionLeaseHours * HOUR,
      redeemedAt: now,
    },
    pharmacies: [...new Set([...header.pharmacies, caller.mspId])],
  });
}

/** The holder lets go: what is left may be redeemed elsewhere, unless a cancellation waits for just this. */
export const giveBack = (prescription: Prescription, now: number): Prescription => release(prescription, now);

/** The patient takes it back from a pharmacy that has handed out nothing and whose lease is over. */
export function recall(prescription: Prescription, now: number): Prescription {
  const { header } = prescription;
  if (isLeased(header, now)) refuse('RX_LEASE_RUNNING', { ...statusOf(header), until: header.holder!.leaseUntil });
  return release(prescription, now);
}

function release({ header, lines }: Prescription, now: number): Prescription {
  const { holder: _holder, cancellation, ...rest } = header;
  if (cancellation?.state === 'pending') {
    const effective = { ...cancellation, state: 'effective' as const };
    return { header: advance(rest, now, { status: 'CANCELLED', cancellation: effective }), lines };
  }
  return { header: advance(rest, now, { status: 'APPROVED' }), lines: lines.map(released) };
}

/** What this pharmacy owed is open to any pharmacy. */
const released = (line: LineView): LineView =>
  isClosed(line) ? line : { ...line, status: line.dispensed > 0 ? 'part' : 'open' };
