import { PAYMENT_STATUSES } from '@rxledger/chaincode/api';
import { Type } from '@sinclair/typebox';
import { Input } from '../http/route';
import { Actor, choice, Digest, instant, line, MspId, PrescriptionId, ReasonCode, submitted } from '../vocabulary';

export const PaymentSchema = Type.Object({
  prescription: PrescriptionId,
  status: choice(PAYMENT_STATUSES),
  version: Type.Integer({ minimum: 1 }),
  pharmacy: MspId,
  payer: MspId,
  commitment: Digest,
  reasonCode: Type.Optional(ReasonCode),
  updatedAt: instant('When it last changed'),
  updatedBy: Actor,
});

export const PaymentWithReceipt = submitted(PaymentSchema);

export const InvoiceSchema = Input(
  {
    amount: Type.Integer({
      minimum: 1,
      maximum: 1_000_000_000_000,
      description: "In the currency's minor unit",
      examples: [1290],
    }),
    currency: Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217', examples: ['EUR'] }),
    reference: line(64, { description: "The pharmacy's own reference", examples: ['INV-2207-18'] }),
  },
  { description: 'Private to pharmacy and payer. Name no drug, diagnosis or patient in it' },
);

export const InvoiceBody = Input({
  invoice: InvoiceSchema,
  payer: Type.Optional(
    Type.Unsafe<string>({ ...MspId, description: 'The paying organisation; may be left out where there is only one' }),
  ),
});

export const AdjudicateBody = Input({
  isAccepted: Type.Boolean(),
  reasonCode: Type.Optional(Type.Unsafe<string>({ ...ReasonCode, description: 'Required for a rejection' })),
});

export const RefundBody = Input({ reasonCode: ReasonCode });
