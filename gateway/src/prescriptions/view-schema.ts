import { FINDING_SEVERITIES, LINE_STATUSES, PRESCRIPTION_STATUSES } from '@rxledger/chaincode/api';
import { Type } from '@sinclair/typebox';
import { Actor, choice, Digest, instant, list, MspId, PrescriptionId, ReasonCode } from '../vocabulary';

const Line = Type.Object({
  line: Type.Integer({ minimum: 1, description: 'Number of the line, as in the body' }),
  status: choice(LINE_STATUSES),
  dispensed: Type.Integer({ minimum: 0, description: 'Units handed out so far' }),
  reasonCode: Type.Optional(ReasonCode),
});

const Findings = Type.Object({
  rulePack: Digest,
  commitment: Digest,
  isBlocking: Type.Boolean({ description: 'A second reviewer must approve' }),
});

const Review = Type.Object({
  reviewer: Type.Optional(Actor),
  leaseUntil: Type.Optional(instant('End of the review lease')),
  findings: Type.Optional(Findings),
  firstApproval: Type.Optional(Actor),
});

const Holder = Type.Object({
  organisation: MspId,
  dispenser: Actor,
  leaseUntil: instant('End of the redemption lease'),
  redeemedAt: instant('When it was redeemed'),
});

const Cancellation = Type.Object({
  state: choice(['pending', 'effective'] as const, {
    description: 'Pending: it takes effect when the pharmacy gives the prescription back',
  }),
  by: Actor,
  reasonCode: ReasonCode,
  at: instant('When it was asked for'),
});

/** The public header of a prescription (`PrescriptionView`): nothing of the patient or the drugs is in it. */
export const PrescriptionSchema = Type.Object({
  id: PrescriptionId,
  status: choice(PRESCRIPTION_STATUSES),
  version: Type.Integer({ minimum: 1, description: 'Grows by one with every transition; the ETag' }),
  bodyVersion: Type.Integer({ minimum: 1, description: 'Grows by one with every amendment' }),
  hospital: MspId,
  centre: MspId,
  prescriber: Actor,
  commitment: Digest,
  codeHash: Digest,
  issuedAt: instant('When it was issued'),
  updatedAt: instant('When it last changed'),
  validUntil: instant('End of its validity'),
  nominatedPharmacy: Type.Optional(MspId),
  review: Type.Optional(Review),
  approvedAt: Type.Optional(instant('When it was approved')),
  holder: Type.Optional(Holder),
  pharmacies: list(MspId, { description: 'Every pharmacy that ever held it' }),
  cancellation: Type.Optional(Cancellation),
  reasonCodes: Type.Optional(list(ReasonCode)),
  series: Type.Optional(
    Type.Object({ of: PrescriptionId, fill: Type.Integer({ minimum: 1 }), fills: Type.Integer({ minimum: 1 }) }),
  ),
  lines: list(Line),
  erasedAt: Type.Optional(instant('When the private data was purged')),
});

/** One automated finding (`Finding`), private to hospital and centre. */
export const FindingSchema = Type.Object({
  rule: Type.String({ examples: ['allergy-class'] }),
  severity: choice(FINDING_SEVERITIES),
  line: Type.Optional(Type.Integer({ minimum: 1 })),
  text: Type.String(),
});
