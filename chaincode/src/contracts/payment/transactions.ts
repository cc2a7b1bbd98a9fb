import type {
  AdjudicateCommand,
  Invoice,
  InvoiceCommand,
  PayCommand,
  PaymentView,
  PrescriptionCommand,
  RefundCommand,
} from '../../api';
import { checkParty, paymentParties } from '../../access/private-reading';
import { checkClock, checkVersion, statusOf } from '../../domain/admission';
import { adjudicate, admitToPayment, invoice, paymentRoles, step } from '../../domain/payment';
import type { PrescriptionHeader } from '../../domain/prescription';
import { refuse } from '../../domain/refusal';
import { PAYMENT_INPUT } from '../../domain/validation/payment-input';
import { PRIVATE_INPUT } from '../../domain/validation/private-input';
import type { Check } from '../../domain/validation/schema';
import { privateKeys } from '../../store/keys';
import { readHeader } from '../../store/prescriptions';
import { keepPrivate, readPrivate } from '../../store/private-data';
import { requireMember } from '../../store/registry';
import { findPayment, readPayment, savePayment } from '../../store/side-machines';
import { readDetail } from '../../store/transient';
import type { Invocation, Outcome, Query, Transaction } from '../invocation';
import { ROLES } from '../../api';

const outcomeOf = (payment: PaymentView, from?: string): Outcome => ({
  result: payment,
  event: {
    subject: payment.prescription,
    ...(from !== undefined && { from }),
    to: payment.status,
    version: payment.version,
    parties: paymentParties(payment),
    ...(payment.status === 'INVOICED' && { commitment: payment.commitment }),
  },
});

/** Only what was dispensed to the end can be invoiced, and paid for. */
function checkDispensed(header: PrescriptionHeader): void {
  if (header.status !== 'DISPENSED') refuse('RX_STATUS', { ...statusOf(header), allowed: [] });
}

export const invoiceTransaction: Transaction<InvoiceCommand> = {
  contract: 'payment',
  name: 'Invoice',
  form: PAYMENT_INPUT.Invoice,
  roles: paymentRoles('Invoice'),
  async run({ stub, command, caller, now }) {
    const header = await readHeader(stub, command.id);
    checkClock(header, now);
    const earlier = await findPayment(stub, command.id);
    if (earlier !== undefined) {
      checkVersion(earlier, command);
      checkClock(earlier, now);
      admitToPayment('Invoice', earlier, caller);
    }
    checkDispensed(header);
    if (header.holder?.organisation !== caller.mspId) refuse('RX_NOT_HOLDER', statusOf(header));
    await requireMember(stub, command.payer, 'third-party');
    const invoiced = invoice(earlier, command, caller, now);
    const sealed = readDetail<Invoice>(stub, PRIVATE_INPUT.invoice, command.commitment);
    await keepPrivate(stub, paymentParties(invoiced), privateKeys.invoice(stub, command.id), sealed);
    await savePayment(stub, invoiced);
    return outcomeOf(invoiced, earlier?.status);
  },
};

const paymentStep = <C extends PrescriptionCommand>(
  name: 'Adjudicate' | 'Pay' | 'Refund',
  form: Check,
  change: (payment: PaymentView, invocation: Invocation<C>) => Promise<PaymentView> | PaymentView,
): Transaction<C> => ({
  contract: 'payment',
  name,
  form,
  roles: paymentRoles(name),
  async run(invocation) {
    const { stub, command, caller, now } = invocation;
    const payment = await readPayment(stub, command.id);
    checkVersion(payment, command);
    checkClock(payment, now);
    admitToPayment(name, payment, caller);
    const changed = await change(payment, invocation);
    await savePayment(stub, changed);
    return outcomeOf(changed, payment.status);
  },
});

export const adjudicateTransaction = paymentStep<AdjudicateCommand>(
  'Adjudicate',
  PAYMENT_INPUT.Adjudicate,
  async (payment, { stub, command, caller, now }) => {
    // A dispensing that was withdrawn meanwhile is not to be paid for.
    if (command.isAccepted) checkDispensed(await readHeader(stub, command.id));
    return adjudicate(payment, command, caller, now);
  },
);

export const payTransaction = paymentStep<PayCommand>('Pay', PAYMENT_INPUT.Pay, (payment, { caller, now }) =>
  step(payment, 'PAID', caller, now),
);

export const refundTransaction = paymentStep<RefundCommand>(
  'Refund',
  PAYMENT_INPUT.Refund,
  (payment, { command, caller, now }) => step(payment, 'REFUNDED', caller, now, command.reasonCode),
);

export const readQuery: Query<{ id: string }> = {
  form: PAYMENT_INPUT.query,
  roles: ROLES,
  run: ({ stub, query }): Promise<PaymentView> => readPayment(stub, query.id),
};

export const readInvoiceQuery: Query<{ id: string }> = {
  form: PAYMENT_INPUT.query,
  roles: ['dispenser', 'payer', 'auditor'],
  async run({ stub, query, caller }): Promise<Invoice> {
    checkParty(paymentParties(await readPayment(stub, query.id)), caller);
    const sealed = await readPrivate<Invoice>(stub, caller.mspId, privateKeys.invoice(stub, query.id));
    return sealed?.content ?? refuse('RX_ERASED');
  },
};
