import type { CancelCommand, PaymentView, PolicyParameters } from '../api';
import { isDue, isLeased, statusOf } from './admission';
import type { Actor } from './actor';
import { DAY } from './duration';
import { HELD } from './prescription-machine';
import { advance, type PrescriptionHeader } from './prescription';
import { refuse } from './refusal';

/** Ends it, or, while a pharmacy holds it, asks the pharmacy to give it back; `cancellation.state` says which. */
export function cancel(
  header: PrescriptionHeader,
  command: CancelCommand,
  caller: Actor,
  now: number,
): PrescriptionHeader {
  const request = { by: caller.id, reasonCode: command.reasonCode, at: now };
  if (!HELD.includes(header.status)) {
    return advance(header, now, { status: 'CANCELLED', cancellation: { ...request, state: 'effective' } });
  }
  if (caller.role === 'patient') {
    refuse('RX_HELD', {
      ...statusOf(header),
      ...(header.holder !== undefined && { until: header.holder.leaseUntil }),
      allowed: ['Recall'],
    });
  }
  if (header.cancellation?.state === 'pending') refuse('RX_CANCELLATION_PENDING', statusOf(header));
  return advance(header, now, { cancellation: { ...request, state: 'pending' } });
}

/** Ends what is past its validity. */
export function expire(header: PrescriptionHeader, now: number): PrescriptionHeader {
  if (!isDue(header, now)) {
    const until = isLeased(header, now) ? Math.max(header.validUntil, header.holder!.leaseUntil) : header.validUntil;
    refuse('RX_NOT_DUE', { ...statusOf(header), until });
  }
  const { holder: _holder, ...rest } = header;
  return advance(rest, now, { status: 'EXPIRED' });
}

/** The payer closes the case once the invoice is decided. */
export function settle(
  header: PrescriptionHeader,
  payment: PaymentView | undefined,
  caller: Actor,
  now: number,
): PrescriptionHeader {
  if (payment === undefined) return refuse('RX_NOT_SETTLEABLE', statusOf(header));
  if (payment.payer !== caller.mspId) refuse('ACCESS_RELATION');
  if (payment.status !== 'ADJUDICATED' && payment.status !== 'PAID') {
    refuse('RX_NOT_SETTLEABLE', { ...statusOf(header), allowed: ['payment:Adjudicate'] });
  }
  return advance(header, now, { status: 'SETTLED', payer: payment.payer });
}

/** Marks that the clear bodies are gone. @throws Refusal RX_ERASED or RX_RETENTION */
export function erase(header: PrescriptionHeader, policy: PolicyParameters, now: number): PrescriptionHeader {
  if (header.erasedAt !== undefined) refuse('RX_ERASED', statusOf(header));
  const until = header.updatedAt + policy.retentionDays * DAY;
  if (now < until) refuse('RX_RETENTION', { ...statusOf(header), until });
  return advance(header, now, { erasedAt: now });
}
