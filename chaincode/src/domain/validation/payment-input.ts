import type { AdjudicateCommand, InvoiceCommand, PayCommand, RefundCommand } from '../../api';
import { digest, mspId, prescriptionCommand, prescriptionId, reasonCode } from './fields';
import { flag, optional, record } from './schema';

/** Forms of what `payment` is given. */
export const PAYMENT_INPUT = {
  Invoice: record<InvoiceCommand>({ ...prescriptionCommand, payer: mspId, commitment: digest }),
  Adjudicate: record<AdjudicateCommand>({ ...prescriptionCommand, isAccepted: flag, reasonCode: optional(reasonCode) }),
  Pay: record<PayCommand>(prescriptionCommand),
  Refund: record<RefundCommand>({ ...prescriptionCommand, reasonCode }),
  query: record<{ id: string }>({ id: prescriptionId }),
} as const;
