import { Type } from '@sinclair/typebox';
import { Input } from '../http/route';
import { AtLeastBlock, Summary } from '../prescriptions/schemas';
import { FindingSchema, PrescriptionSchema } from '../prescriptions/view-schema';
import { list, PAGING, paragraph, ReasonCode, submitted } from '../vocabulary';

export const QueueQuery = Input({ atLeastBlock: AtLeastBlock, ...PAGING });

export const QueuePage = Type.Object({
  items: list(Summary),
  cursor: Type.Optional(Type.String({ description: 'Where the next page begins; absent on the last' })),
  asOfBlock: Type.Optional(Type.Integer({ description: 'The queue shows the ledger up to this block' })),
});

export const ReasonsBody = Input(
  {
    reasonCodes: list(ReasonCode, { minItems: 1, maxItems: 10, uniqueItems: true }),
    text: Type.Optional(
      Type.Unsafe<string>({ ...paragraph(2000), description: 'For the prescriber; private to hospital and centre' }),
    ),
  },
  { examples: [{ reasonCodes: ['DOSE_UNCLEAR'], text: 'Please state the daily dose.' }] },
);

export const FindingsAnswer = Type.Object({ items: list(FindingSchema) });

export const RecordedFindings = submitted(PrescriptionSchema, { findings: list(FindingSchema) });

/** The rule pack in force, for whoever wants to run it again. */
export const RulePackAnswer = Type.Object({
  hash: Type.String({ description: 'SHA-256 of the canonical JSON of `pack`' }),
  pack: Type.Any({ description: 'The pack itself: rules, sources, coverage' }),
});
