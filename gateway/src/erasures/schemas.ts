import { ERASURE_SCOPES, HOLDING_KINDS } from '@rxledger/chaincode/api';
import { Type } from '@sinclair/typebox';
import { Input } from '../http/route';
import {
  Actor,
  CaseId,
  choice,
  EmergencyId,
  instant,
  list,
  MspId,
  ReasonCode,
  SectionName,
  submitted,
} from '../vocabulary';

const ERASURE_STATUSES = ['requested', 'part', 'done'] as const;

const Scope = choice(ERASURE_SCOPES, {
  description: 'A section, or `whole`: the case with the salt that ties it to its patient',
});

export const ErasureParams = Input({ id: CaseId, scope: Scope });

export const EraseBody = Input({ scope: Scope }, { examples: [{ scope: 'examination' }] });

export const HoldBody = Input({ reasonCode: ReasonCode }, { examples: [{ reasonCode: 'LITIGATION' }] });

const REQUEST = {
  case: CaseId,
  scope: Scope,
  requestedBy: Actor,
  at: instant('When it was asked for'),
};

export const ErasureRequested = submitted(Type.Object(REQUEST));

export const ErasureSchema = Type.Object({
  ...REQUEST,
  status: choice(ERASURE_STATUSES),
  holders: list(MspId, { description: 'Organisations that must purge' }),
  receipts: list(Type.Object({ organisation: MspId, at: instant('When it purged'), transactionId: Type.String() }), {
    description: 'Of those that have',
  }),
});

export const LeftSchema = Type.Object({
  holdings: Type.Integer({ description: 'Private keys that the peer of the organisation still has' }),
  attachments: Type.Integer({ description: 'Attachments that its content store still has' }),
});

export const ProofSchema = Type.Object({
  case: CaseId,
  scope: Scope,
  status: choice(ERASURE_STATUSES),
  isErased: Type.Boolean({ description: 'Each holder left a receipt, and says that it has nothing' }),
  holders: list(
    Type.Object({
      organisation: MspId,
      receipt: Type.Optional(Type.Object({ at: instant('When it purged'), transactionId: Type.String() })),
      left: Type.Optional(LeftSchema),
      fault: Type.Optional(Type.String({ description: 'Why it said nothing: a code of the error table' })),
    }),
  ),
});

export const HoldingsSchema = Type.Object({
  case: CaseId,
  organisation: MspId,
  holdings: list(
    Type.Object({
      kind: choice(HOLDING_KINDS),
      section: Type.Optional(SectionName),
      version: Type.Optional(Type.Integer()),
      batch: Type.Optional(Type.String()),
      emergency: Type.Optional(EmergencyId),
    }),
    { description: "Private keys that the organisation's peer still has" },
  ),
  attachments: Type.Integer({ description: 'Attachments of the case that this content store still has' }),
});

export const HoldWithReceipt = submitted(
  Type.Object({
    case: CaseId,
    isHeld: Type.Boolean(),
    reasonCode: ReasonCode,
    updatedAt: instant('When it changed'),
    updatedBy: Actor,
  }),
);
