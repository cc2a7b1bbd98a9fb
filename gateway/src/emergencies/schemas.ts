import { VERDICTS } from '@rxledger/chaincode/api';
import { Type } from '@sinclair/typebox';
import { Input } from '../http/route';
import {
  Actor,
  CaseId,
  choice,
  Digest,
  EmergencyId,
  EnvelopeSchema,
  instant,
  KeyId,
  list,
  MspId,
  PAGING,
  paragraph,
  ReasonCode,
  Salt,
  SectionName,
  Sections,
  submitted,
} from '../vocabulary';

export const EmergencyParams = Input({ id: CaseId, emergency: EmergencyId });

export const BreakGlassBody = Input(
  {
    sections: Sections,
    reasonCode: ReasonCode,
    reason: paragraph(2000, { description: 'In words; sealed for the auditors who may review it' }),
    minutes: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1440, default: 60, description: 'How long it lasts; an hour unless told' }),
    ),
  },
  {
    examples: [
      { sections: ['base', 'treatment'], reasonCode: 'UNCONSCIOUS', reason: 'Found unconscious, allergies not known' },
    ],
  },
);

export const ReviewBody = Input({ verdict: choice(VERDICTS) });

const Review = Type.Object({ verdict: choice(VERDICTS), auditor: Actor, at: instant('When it was reviewed') });

export const EmergencySchema = Type.Object({
  id: EmergencyId,
  case: CaseId,
  hospital: MspId,
  sections: list(SectionName),
  opener: Actor,
  reasonCode: ReasonCode,
  commitment: Digest,
  key: Type.Unsafe<string>({ ...KeyId, description: 'Of the opener: custodians wrap for it' }),
  at: instant('When it was opened'),
  until: instant('When it ends'),
  review: Type.Optional(Review),
});

export const EmergencyWithReceipt = submitted(EmergencySchema);

export const EmergenciesQuery = Input({ ...PAGING });

export const EmergenciesPage = Type.Object({
  items: list(EmergencySchema),
  cursor: Type.Optional(Type.String({ description: 'Where the next page begins; absent on the last' })),
});

export const ReasonAnswer = Type.Object({
  reason: Type.Optional(Type.String()),
  sealed: Type.Optional(
    Type.Object(
      { envelope: EnvelopeSchema, salt: Salt },
      { description: "In place of the reason, where the key is on the caller's own device" },
    ),
  ),
});
