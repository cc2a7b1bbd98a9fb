import { FULFILMENT_STATUSES } from '@rxledger/chaincode/api';
import { Type } from '@sinclair/typebox';
import { Input } from '../http/route';
import {
  Actor,
  choice,
  Digest,
  instant,
  line,
  MspId,
  paragraph,
  PrescriptionId,
  ReasonCode,
  submitted,
} from '../vocabulary';

const MODES = ['delivery', 'collection'] as const;

export const FulfilmentSchema = Type.Object({
  prescription: PrescriptionId,
  status: choice(FULFILMENT_STATUSES),
  version: Type.Integer({ minimum: 1 }),
  mode: choice(MODES),
  pharmacy: MspId,
  partner: MspId,
  courier: Type.Optional(Actor),
  attempts: Type.Integer({ minimum: 0, description: 'Deliveries begun' }),
  commitment: Type.Optional(Digest),
  reasonCode: Type.Optional(ReasonCode),
  updatedAt: instant('When it last changed'),
  updatedBy: Actor,
});

export const FulfilmentWithReceipt = submitted(FulfilmentSchema);

export const InstructionSchema = Input(
  {
    recipient: line(200, { examples: ['The person named on the parcel'] }),
    address: paragraph(500, { examples: ['1 Example Street, Sampletown'] }),
    note: Type.Optional(paragraph(500)),
  },
  { description: "Private to pharmacy and courier's organisation" },
);

export const PrepareBody = Input({
  mode: choice(MODES),
  partner: Type.Optional(
    Type.Unsafe<string>({
      ...MspId,
      description: "The courier's organisation; may be left out where there is only one, and for a collection",
    }),
  ),
  instruction: Type.Optional(InstructionSchema),
});

export const FailBody = Input({ reasonCode: ReasonCode });
