import { PRESCRIPTION_STATUSES } from '@rxledger/chaincode/api';
import { Type } from '@sinclair/typebox';
import { Input } from '../http/route';
import { PARTS } from '../projection/prescription-index';
import {
  Actor,
  choice,
  Digest,
  instant,
  list,
  MspId,
  PAGING,
  PrescriptionId,
  ReasonCode,
  RedemptionCode,
  submitted,
} from '../vocabulary';
import { BodySchema } from './body-schema';
import { PrescriptionSchema } from './view-schema';

export const IdParams = Input({ id: PrescriptionId });

export const IssueBody = Input({
  body: BodySchema,
  validUntil: instant('End of the validity; within what the policy allows'),
  centre: Type.Optional(
    Type.Unsafe<string>({ ...MspId, description: 'The reviewing centre; may be left out where there is only one' }),
  ),
  nominatedPharmacy: Type.Optional(
    Type.Unsafe<string>({ ...MspId, description: 'The only pharmacy that may redeem it' }),
  ),
});

export const AmendBody = Input({
  body: BodySchema,
  validUntil: Type.Optional(instant('End of the validity, where it changes')),
});

export const ReasonBody = Input({ reasonCode: ReasonCode });

export const OpenFillBody = Input({ validUntil: instant('End of the validity of the new fill') });

/** Of a step that takes no fields: an empty object, or nothing at all. */
export const NoBody = Type.Union([Input({}), Type.Null()]);

/** Answer of whatever makes a new redemption code: it is told once, to hand to the patient, and kept nowhere. */
export const WithCode = submitted(PrescriptionSchema, {
  redemptionCode: Type.Unsafe<string>({
    ...RedemptionCode,
    description: 'To hand to the patient. The ledger keeps its hash alone; a lost code must be replaced',
  }),
});

export const Prescription = PrescriptionSchema;
export const PrescriptionWithReceipt = submitted(PrescriptionSchema);

export const BodyAnswer = Type.Object({
  id: PrescriptionId,
  bodyVersion: Type.Integer({ minimum: 1 }),
  commitment: Digest,
  body: BodySchema,
});

/** Query parameter of the lists that come from the read model. */
export const AtLeastBlock = Type.Optional(
  Type.Integer({
    minimum: 0,
    description: "Wait, at most two seconds, until the list shows this block: a receipt's, to see one's own write",
  }),
);

export const ListQuery = Input({
  status: Type.Optional(choice(PRESCRIPTION_STATUSES)),
  role: Type.Optional(choice(PARTS, { description: 'Only those in which the organisation has this part' })),
  atLeastBlock: AtLeastBlock,
  mine: Type.Optional(Type.Boolean({ description: 'Only those the caller prescribed' })),
  ...PAGING,
});

export const Summary = Type.Object({
  id: PrescriptionId,
  status: choice(PRESCRIPTION_STATUSES),
  version: Type.Integer({ minimum: 1 }),
  hospital: MspId,
  prescriber: Actor,
  issuedAt: instant('When it was issued'),
  updatedAt: instant('When it last changed'),
  updatedBy: Actor,
  lastTransaction: Type.String(),
  reviewer: Type.Optional(Actor),
});

export const SummaryPage = Type.Object({
  items: list(Summary),
  cursor: Type.Optional(Type.String({ description: 'Where the next page begins; absent on the last' })),
  asOfBlock: Type.Optional(Type.Integer({ description: 'The list shows the ledger up to this block' })),
});
