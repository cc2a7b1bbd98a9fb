import {
  FINDING_SEVERITIES,
  type DeliveryInstruction,
  type DispensingRecord,
  type Finding,
  type Invoice,
  type PatientFacts,
  type PrescriptionBody,
  type PrescriptionLine,
} from '../../api';
import { actorId, atc } from './fields';
import { MOST_LINES, MOST_UNITS } from './prescription-input';
import { between, flag, list, matching, oneOf, optional, record, text, whole, type Check } from './schema';

const line = record<PrescriptionLine>({
  line: whole(1, MOST_LINES),
  drug: record<PrescriptionLine['drug']>({
    atc,
    name: text(200),
    form: optional(text(100)),
    strength: optional(text(100)),
  }),
  quantity: whole(1, MOST_UNITS),
  unit: text(40),
  dosage: text(500),
  isSubstitutionAllowed: flag,
  isControlled: flag,
});

const facts = record<PatientFacts>({
  name: optional(text(200)),
  birthDate: optional(matching('^[0-9]{4}-[0-9]{2}-[0-9]{2}$', 'date')),
  sex: optional(oneOf(['female', 'male', 'other'])),
  weightKg: optional(between(0.1, 700)),
  isPregnant: optional(flag),
  allergies: optional(list(text(200), 0, 50)),
  medication: optional(list(text(200), 0, 50)),
});

const body = record<PrescriptionBody>({
  patient: actorId,
  lines: list(line, 1, MOST_LINES),
  diagnoses: optional(
    list(record<{ code: string; text?: string }>({ code: text(20), text: optional(text(300)) }), 0, 20),
  ),
  facts: optional(facts),
  repeat: optional(
    record<{ fills: number; intervalDays: number }>({ fills: whole(1, 99), intervalDays: whole(1, 366) }),
  ),
  note: optional(text(2000)),
});

/** Lines are numbered 1, 2, 3 as they stand, so that a number always means the same line. */
const numbered =
  (form: Check): Check =>
  (value, path, faults) => {
    const before = faults.length;
    form(value, path, faults);
    if (faults.length > before) return;
    (value as PrescriptionBody).lines.forEach((entry, index) => {
      if (entry.line !== index + 1) faults.push({ path: `${path}/lines/${index}/line`, rule: 'numbering' });
    });
  };

/** Forms of what travels in the transient map and is kept in private data. */
export const PRIVATE_INPUT = {
  body: numbered(body),
  findings: list(
    record<Finding>({
      rule: text(100),
      severity: oneOf(FINDING_SEVERITIES),
      line: optional(whole(1, MOST_LINES)),
      text: text(1000),
    }),
    0,
    200,
  ),
  dispensing: record<DispensingRecord>({
    lines: list(
      record<DispensingRecord['lines'][number]>({
        line: whole(1, MOST_LINES),
        batch: text(60),
        product: optional(text(200)),
        substitutionReason: optional(text(300)),
      }),
      0,
      MOST_LINES,
    ),
  }),
  invoice: record<Invoice>({
    amount: whole(0, Number.MAX_SAFE_INTEGER),
    currency: matching('^[A-Z]{3}$', 'currency'),
    reference: text(100),
  }),
  instruction: record<DeliveryInstruction>({ recipient: text(200), address: text(500), note: optional(text(500)) }),
  reason: text(2000),
} as const;
