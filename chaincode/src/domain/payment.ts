import type { AdjudicateCommand, InvoiceCommand, PaymentStatus, PaymentView, Role, TransactionName } from '../api';
import type { Actor } from './actor';
import { refuse, refuseInput } from './refusal';

type PaymentTransaction = TransactionName<'payment'>;
type Side = 'pharmacy' | 'payer';

interface PaymentTransition {
  /** Empty: also where there is no payment yet. */
  readonly from: readonly PaymentStatus[];
  readonly to: readonly PaymentStatus[];
  readonly callers: Readonly<Partial<Record<Role, Side>>>;
}

/** The state machine of a payment. */
export const PAYMENT_MACHINE: Readonly<Record<PaymentTransaction, PaymentTransition>> = {
  // Or no payment yet.
  Invoice: { from: ['REJECTED'], to: ['INVOICED'], callers: { dispenser: 'pharmacy' } },
  Adjudicate: { from: ['INVOICED'], to: ['ADJUDICATED', 'REJECTED'], callers: { payer: 'payer' } },
  Pay: { from: ['ADJUDICATED'], to: ['PAID'], callers: { payer: 'payer' } },
  // Either side may note it: both must sign.
  Refund: { from: ['PAID'], to: ['REFUNDED'], callers: { payer: 'payer', dispenser: 'pharmacy' } },
};

export const paymentRoles = (transaction: PaymentTransaction): readonly Role[] =>
  Object.keys(PAYMENT_MACHINE[transaction].callers) as Role[];

const allowedOn = (status: PaymentStatus, role: Role): readonly string[] =>
  (Object.entries(PAYMENT_MACHINE) as [PaymentTransaction, PaymentTransition][])
    .filter(([, { from, callers }]) => from.includes(status) && callers[role] !== undefined)
    .map(([transaction]) => `payment:${transaction}`);

/** @throws Refusal PAYMENT_STATUS or ACCESS_RELATION */
export function admitToPayment(transaction: PaymentTransaction, payment: PaymentView, caller: Actor): void {
  const { from, callers } = PAYMENT_MACHINE[transaction];
  if (!from.includes(payment.status)) {
    const allowed = allowedOn(payment.status, caller.role);
    refuse('PAYMENT_STATUS', { status: payment.status, version: payment.version, allowed });
  }
  if (payment[callers[caller.role] ?? refuse('ACCESS_ROLE')] !== caller.mspId) refuse('ACCESS_RELATION');
}

/** The pharmacy asks to be paid; after a rejection it may ask the same payer again. */
export function invoice(
  earlier: PaymentView | undefined,
  command: InvoiceCommand,
  caller: Actor,
  now: number,
): PaymentView {
  // The payer of before holds the first invoice and signs for this key.
  if (earlier !== undefined && earlier.payer !== command.payer) refuseInput('/payer', 'same-payer');
  return {
    prescription: command.id,
    status: 'INVOICED',
    version: (earlier?.version ?? 0) + 1,
    pharmacy: caller.mspId,
    payer: command.payer,
    commitment: command.commitment,
    updatedAt: now,
    updatedBy: caller.id,
  };
}

/** The payer accepts, or rejects with a reason. */
export function adjudicate(payment: PaymentView, command: AdjudicateCommand, caller: Actor, now: number): PaymentView {
  if (!command.isAccepted && command.reasonCode === undefined) refuseInput('/reasonCode', 'required');
  return step(payment, command.isAccepted ? 'ADJUDICATED' : 'REJECTED', caller, now, command.reasonCode);
}

/** The same payment, one step on. */
export function step(
  payment: PaymentView,
  status: PaymentStatus,
  caller: Actor,
  now: number,
  reasonCode?: string,
): PaymentView {
  const { reasonCode: _earlier, ...rest } = payment;
  return {
    ...rest,
    status,
    version: payment.version + 1,
    updatedAt: now,
    updatedBy: caller.id,
    ...(reasonCode !== undefined && { reasonCode }),
  };
}
