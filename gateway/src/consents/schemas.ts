import { ALL_CASES, GRANT_PURPOSES, GRANTED_TO, PATTERNS, RESEARCHERS } from '@rxledger/chaincode/api';
import { Type } from '@sinclair/typebox';
import { RewrapAnswer } from '../cases/schemas';
import { Input } from '../http/route';
import {
  Actor,
  CaseId,
  choice,
  GrantId,
  instant,
  list,
  MspId,
  Owner,
  PAGING,
  pattern,
  SectionName,
  Sections,
  submitted,
} from '../vocabulary';

const Cases = pattern(`${PATTERNS.recordId.slice(0, -1)}$|^${ALL_CASES}$`, {
  description: `Id of a case, or \`${ALL_CASES}\`: those to come included`,
});

const Right = choice(['read', 'write'] as const);

export const ConsentParams = Input({ id: GrantId });

export const GiveBody = Input(
  {
    grantee: Type.Unsafe<string>({
      ...Owner,
      description: `A person, an organisation, or \`${RESEARCHERS}\`: for a public summary, and to be counted in releases`,
    }),
    purpose: choice(GRANT_PURPOSES),
    cases: Cases,
    sections: Sections,
    right: Right,
    from: Type.Optional(instant('When it begins; now unless told')),
    until: instant('The first moment at which it does not hold any more'),
  },
  {
    examples: [
      {
        grantee: 'PharmacyMSP:x-19c4',
        purpose: 'medication',
        cases: '4z8k2m6p0q1r3s5t7v9w1x3y5z',
        sections: ['base'],
        right: 'read',
        until: 1_798_761_600_000,
      },
    ],
  },
);

export const ConsentSchema = Type.Object({
  id: GrantId,
  patient: Actor,
  grantee: Type.String(),
  purpose: choice(GRANT_PURPOSES),
  cases: Cases,
  sections: list(SectionName),
  right: Right,
  from: instant('When it begins'),
  until: instant('When it ends'),
  status: choice(['active', 'revoked'] as const),
  givenAt: instant('When it was given'),
  updatedAt: instant('When it last changed'),
});

export const ConsentWithReceipt = submitted(ConsentSchema);

const LET_IN = {
  cases: list(Type.Object({ case: CaseId, sections: RewrapAnswer.properties.items }), {
    description: "The patient's cases that were looked at, and what the grantee can open of them from now on",
  }),
  away: list(MspId, { description: 'Hospitals that do not answer: begin anew once they do' }),
  cursor: Type.Optional(Type.String({ description: 'There are more cases: `POST /v1/consents/{id}/wraps` goes on' })),
};

export const LetInAnswer = Type.Object(LET_IN);

export const LetInBody = Input({ cursor: Type.Optional(Type.String({ maxLength: 1000 })) });

/** What was given, and which versions its grantee can open already. */
export const GivenConsent = submitted(ConsentSchema, { wrapped: LetInAnswer });

export const ConsentsQuery = Input({
  to: Type.Optional(
    choice(GRANTED_TO, { description: 'Given to the caller, to the organisation, or to all researchers' }),
  ),
  ...PAGING,
});

export const ConsentsPage = Type.Object({
  items: list(ConsentSchema),
  cursor: Type.Optional(Type.String({ description: 'Where the next page begins; absent on the last' })),
});
