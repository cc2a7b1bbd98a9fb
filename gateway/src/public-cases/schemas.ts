import { AGE_BANDS, PATTERNS } from '@rxledger/chaincode/api';
import { Type } from '@sinclair/typebox';
import { Input } from '../http/route';
import {
  Actor,
  CaseId,
  choice,
  GrantId,
  instant,
  line,
  list,
  MspId,
  PAGING,
  paragraph,
  pattern,
  submitted,
} from '../vocabulary';

const Icd10 = pattern(PATTERNS.icd10, { description: 'ICD-10 code', examples: ['J01.9'] });

const SUMMARY = {
  title: line(200),
  text: paragraph(4000),
  conditions: list(Icd10, { minItems: 1, maxItems: 20, uniqueItems: true }),
  ageBand: Type.Optional(choice(AGE_BANDS)),
  sex: Type.Optional(choice(['female', 'male', 'other'] as const)),
  outcome: Type.Optional(line(1000)),
};

export const PublishBody = Input(
  { grant: GrantId, summary: Input(SUMMARY) },
  {
    examples: [
      {
        grant: '4z8k2m6p0q1r3s5t7v9w1x3y5z',
        summary: {
          title: 'Sinusitis that did not yield to a first course',
          text: 'Symptoms for three weeks; a second course helped.',
          conditions: ['J01.9'],
          ageBand: '40-49',
        },
      },
    ],
  },
);

export const PublicCaseSchema = Type.Object({
  case: CaseId,
  hospital: MspId,
  publishedBy: Actor,
  at: instant('When it was published'),
  grant: GrantId,
  summary: Type.Object(SUMMARY),
});

export const PublicCaseWithReceipt = submitted(PublicCaseSchema);
export const Withdrawn = submitted(Type.Object({ case: CaseId }));

export const PublicCasesQuery = Input({
  condition: Type.Optional(
    pattern('^[A-Z][0-9]{0,2}(\\.[0-9A-Z]{0,4})?$', { description: 'ICD-10 code, or the beginning of one' }),
  ),
  ...PAGING,
});

export const PublicCasesPage = Type.Object({
  items: list(PublicCaseSchema),
  cursor: Type.Optional(Type.String({ description: 'Where the next page begins; absent on the last' })),
});
