import { ACTOR_STATUSES, DEFAULT_POLICY, ORGANISATION_KINDS, ROLES } from '@rxledger/chaincode/api';
import { Type } from '@sinclair/typebox';
import { Input } from '../http/route';
import { Actor, choice, instant, list, MspId, PAGING, submitted } from '../vocabulary';

export const MembersAnswer = Type.Object({
  items: list(
    Type.Object({
      mspId: MspId,
      kind: choice(ORGANISATION_KINDS),
      displayName: Type.String({ examples: ['Service centre'] }),
    }),
  ),
});

export const ActorSchema = Type.Object({
  id: Actor,
  role: choice(ROLES),
  status: choice(ACTOR_STATUSES),
  speciality: Type.Optional(Type.String()),
  scope: Type.Optional(list(Type.String(), { description: 'ATC prefixes a physician may prescribe; `*` is all' })),
  registeredAt: instant('When the person was registered'),
  updatedAt: instant('When the entry last changed'),
  version: Type.Integer({ minimum: 1 }),
});

export const ActorParams = Input({ actor: Actor });

export const ActorsQuery = Input({
  role: Type.Optional(choice(ROLES)),
  organisation: Type.Optional(MspId),
  ...PAGING,
});

export const ActorsPage = Type.Object({
  items: list(ActorSchema),
  cursor: Type.Optional(Type.String({ description: 'Where the next page begins; absent on the last' })),
});

const whole = (description: string, example: number) =>
  Type.Integer({ minimum: 1, maximum: 100_000, description, examples: [example] });

const days = Type.Integer({ minimum: 0, maximum: 36_530, examples: [3653] });

const PARAMETERS = {
  maximumLines: whole('Lines a prescription may have', DEFAULT_POLICY.maximumLines),
  maximumValidityDays: whole('Longest validity, days', DEFAULT_POLICY.maximumValidityDays),
  reviewLeaseMinutes: whole('Lease of a reviewer, minutes', DEFAULT_POLICY.reviewLeaseMinutes),
  redemptionLeaseHours: whole('Lease of a pharmacy, hours', DEFAULT_POLICY.redemptionLeaseHours),
  withdrawHours: whole('Time to withdraw a dispensing, hours', DEFAULT_POLICY.withdrawHours),
  retentionDays: whole('Retention of private data, days', DEFAULT_POLICY.retentionDays),
  hospitalScope: choice(['treating', 'all'] as const, {
    description: 'A hospital works on its own cases only (`treating`), or on all',
  }),
  receiptMinutes: whole('How long a receipt lets its reader read, minutes', DEFAULT_POLICY.receiptMinutes),
  emergencyHours: whole('Longest emergency, hours', DEFAULT_POLICY.emergencyHours),
  sectionRetentionDays: Type.Object(
    { base: days, examination: days, treatment: days, cost: days },
    { description: 'Retention of each section after its last version, days', additionalProperties: false },
  ),
};

export const PolicySchema = Type.Object({
  version: Type.Integer({ minimum: 1 }),
  parameters: Type.Object(PARAMETERS),
  updatedAt: instant('When it last changed'),
});

export const PolicyWithReceipt = submitted(PolicySchema);

export const SetPolicyBody = Input({
  parameters: Type.Partial(Type.Object(PARAMETERS), { additionalProperties: false, minProperties: 1 }),
});
