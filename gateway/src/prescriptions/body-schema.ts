import { Type } from '@sinclair/typebox';
import { Input } from '../http/route';
import { Actor, Atc, choice, line, list, paragraph } from '../vocabulary';

/** No policy allows more lines than this; how many the members agreed on is the ledger's policy. */
export const LINES_AT_THE_DOOR = 50;

const Drug = Input({
  atc: Atc,
  name: line(200, { examples: ['Amoxicillin 500 mg capsules'] }),
  form: Type.Optional(line(80, { examples: ['capsule'] })),
  strength: Type.Optional(line(80, { examples: ['500 mg'] })),
});

const Line = Input({
  line: Type.Integer({ minimum: 1, maximum: LINES_AT_THE_DOOR, description: 'Number of the line, from 1' }),
  drug: Drug,
  quantity: Type.Integer({ minimum: 1, maximum: 100_000, description: 'Units to hand out in all', examples: [21] }),
  unit: line(40, { examples: ['capsule'] }),
  dosage: line(500, { examples: ['1 capsule 3 times a day for 7 days'] }),
  isSubstitutionAllowed: Type.Boolean(),
  isControlled: Type.Boolean(),
});

const Diagnosis = Input({
  code: Type.String({ pattern: '^[A-Z0-9][A-Z0-9.-]{1,15}$', description: 'ICD-10 code', examples: ['J01.9'] }),
  text: Type.Optional(line(200)),
});

const Facts = Input(
  {
    name: Type.Optional(line(200)),
    birthDate: Type.Optional(
      Type.String({ format: 'date', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', examples: ['1980-05-17'] }),
    ),
    sex: Type.Optional(choice(['female', 'male', 'other'] as const)),
    weightKg: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 650 })),
    isPregnant: Type.Optional(Type.Boolean()),
    allergies: Type.Optional(
      list(line(80), { maxItems: 50, description: 'ATC codes or prefixes where there are any, else words' }),
    ),
    medication: Type.Optional(
      list(line(80), { maxItems: 50, description: 'What the patient takes already: ATC codes, else words' }),
    ),
  },
  { description: 'What the reviewer and the rules need to know about the patient' },
);

/** The private body of a prescription (`PrescriptionBody`): only hospital, centre and the holding pharmacy keep it. */
export const BodySchema = Input(
  {
    patient: Actor,
    lines: list(Line, { minItems: 1, maxItems: LINES_AT_THE_DOOR }),
    diagnoses: Type.Optional(list(Diagnosis, { maxItems: 20 })),
    facts: Type.Optional(Facts),
    repeat: Type.Optional(
      Input({
        fills: Type.Integer({ minimum: 2, maximum: 99, description: 'Fills in all, this one included' }),
        intervalDays: Type.Integer({ minimum: 1, maximum: 366, description: 'Least days between two fills' }),
      }),
    ),
    note: Type.Optional(paragraph(2000)),
  },
  {
    description: 'Private part: leaves the gateway as transient data only',
    examples: [
      {
        patient: 'HospitalMSP:p-7f3k',
        lines: [
          {
            line: 1,
            drug: { atc: 'J01CA04', name: 'Amoxicillin 500 mg capsules', form: 'capsule', strength: '500 mg' },
            quantity: 21,
            unit: 'capsule',
            dosage: '1 capsule 3 times a day for 7 days',
            isSubstitutionAllowed: true,
            isControlled: false,
          },
        ],
        diagnoses: [{ code: 'J01.9' }],
        facts: { birthDate: '1980-05-17', sex: 'female' },
      },
    ],
  },
);
