import type { ActorId } from './organisations';
import type { PrescriptionCommand } from './prescription';

export const PAYMENT_STATUSES = ['INVOICED', 'ADJUDICATED', 'REJECTED', 'PAID', 'REFUNDED'] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

/** A machine on a key of its own, so that it never contends with the prescription's key. */
export interface PaymentView {
  readonly prescription: string;
  readonly status: PaymentStatus;
  readonly version: number;
  readonly pharmacy: string;
  readonly payer: string;
  /** Commitment to the invoice, which pharmacy and payer alone hold. */
  readonly commitment: string;
  readonly reasonCode?: string;
  readonly updatedAt: number;
  readonly updatedBy: ActorId;
}

/** Private to pharmacy and payer. No drug, no diagnosis. Amounts in the currency's minor unit. */
export interface Invoice {
  readonly amount: number;
  /** ISO 4217. */
  readonly currency: string;
  readonly reference: string;
}

/** Pharmacy to payer, once dispensed; again after a rejection. Transient: detail (Invoice), detailSalt. */
export interface InvoiceCommand extends PrescriptionCommand {
  readonly payer: string;
  readonly commitment: string;
}
/** Payer: accepts, or rejects with a reason. */
export interface AdjudicateCommand extends PrescriptionCommand {
  readonly isAccepted: boolean;
  readonly reasonCode?: string;
}
export type PayCommand = PrescriptionCommand;
export interface RefundCommand extends PrescriptionCommand {
  readonly reasonCode: string;
}
