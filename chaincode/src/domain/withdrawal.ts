import type { PaymentView, PolicyParameters } from '../api';
import { statusOf } from './admission';
import type { Actor } from './actor';
import type { Dispensing } from './dispensing';
import { HOUR } from './duration';
import { advance, type Prescription } from './prescription';
import { refuse } from './refusal';

/** Undoes the last dispensing with a compensating entry: it stays in the books, marked as withdrawn. */
export function withdraw(
  { header, lines }: Prescription,
  last: Dispensing | undefined,
  payment: PaymentView | undefined,
  caller: Actor,
  reasonCode: string,
  policy: PolicyParameters,
  now: number,
): { readonly prescription: Prescription; readonly dispensing: Dispensing } {
  // Of this hold: what was handed out before a give-back is no longer this pharmacy's to undo.
  if (last === undefined || last.pharmacy !== caller.mspId || last.at < (header.holder?.redeemedAt ?? 0)) {
    return refuse('RX_NOTHING_TO_WITHDRAW', statusOf(header));
  }
  const until = last.at + policy.withdrawHours * HOUR;
  if (now > until) refuse('RX_WITHDRAW_LATE', { ...statusOf(header), until });
  if (payment !== undefined && ['ADJUDICATED', 'PAID'].includes(payment.status)) {
    refuse('PAYMENT_STATUS', { status: payment.status, version: payment.version });
  }
  const before = new Map(last.before.lines.map((line) => [line.line, line]));
  return {
    prescription: {
      header: advance(header, now, {
        status: last.before.status,
        dispensings: { ...header.dispensings, last: last.previous },
      }),
      lines: lines.map((line) => before.get(line.line) ?? line),
    },
    dispensing: { ...last, withdrawn: { at: now, by: caller.id, reasonCode } },
  };
}
