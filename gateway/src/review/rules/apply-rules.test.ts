import type { PatientFacts, PrescriptionBody, PrescriptionLine } from '@rxledger/chaincode/api';
import { createHash } from 'node:crypto';
import { applyRules } from './apply-rules';
import { RULE_PACK, RULE_PACK_HASH } from './pack';
import type { RuleInput } from './rule-pack';

const DAY = 86_400_000;
const ISSUED = Date.UTC(2026, 5, 15);

const lineOf = (atc: string, changes: Partial<PrescriptionLine> = {}, strength = '500 mg'): PrescriptionLine => ({
  line: 1,
  drug: { atc, name: 'n', form: 'tablet', strength },
  quantity: 20,
  unit: 'tablet',
  dosage: '1 tablet daily',
  isSubstitutionAllowed: true,
  isControlled: false,
  ...changes,
});

const inputOf = (
  lines: readonly PrescriptionLine[],
  facts: PatientFacts = {},
  changes: Partial<PrescriptionBody> = {},
  days = 20,
): RuleInput => ({
  body: {
    patient: 'HospitalMSP:p-1',
    lines: lines.map((line, index) => ({ ...line, line: index + 1 })),
    diagnoses: [{ code: 'J01.9' }],
    facts: { birthDate: '1980-05-17', sex: 'female', isPregnant: false, ...facts },
    ...changes,
  },
  issuedAt: ISSUED,
  validUntil: ISSUED + days * DAY,
});

const found = (input: RuleInput): string[] =>
  applyRules(RULE_PACK, input).map(({ rule, severity, line }) => `${severity} ${rule} ${line ?? '-'}`);

describe('the rules', () => {
  it('find nothing in a plain prescription', () => {
    expect(found(inputOf([lineOf('J01CA04')]))).toEqual([]);
  });

  it('miss what is not stated', () => {
    const drug = { atc: 'C07AB02', name: 'n' };
    const input = inputOf([lineOf('C07AB02', { drug, dosage: 'as directed' })]);
    const bare = { ...input, body: { ...input.body, diagnoses: [], facts: {} } };
    expect(found(bare)).toEqual([
      'warning missing-birth-date -',
      'warning dosage-vague 1',
      'warning missing-strength 1',
      'information missing-diagnosis -',
      'information missing-sex -',
      'information missing-form 1',
    ]);
  });

  it.each([
    [
      '9 x 500 mg of paracetamol',
      lineOf('N02BE01', { dosage: '3 tablets 3 times a day' }),
      'blocking dose-paracetamol 1',
    ],
    ['1 g every 4 hours', lineOf('N02BE01', { dosage: '1 g every 4 hours' }), 'blocking dose-paracetamol 1'],
    ['60 mg of citalopram', lineOf('N06AB04', { dosage: '3 tablets daily' }, '20 mg'), 'blocking dose-citalopram 1'],
    ['a dosage nobody can read', lineOf('N02BE01', { dosage: 'when it hurts' }), 'information dose-paracetamol 1'],
    ['methotrexate by the day', lineOf('L04AX03', {}, '2.5 mg'), 'blocking weekly-methotrexate 1'],
    ['an opioid that is not marked', lineOf('N02AA01', {}, '10 mg'), 'blocking controlled-unmarked 1'],
    [
      '60 days of an opioid',
      lineOf('N02AA01', { isControlled: true, quantity: 60 }, '10 mg'),
      'warning controlled-supply 1',
    ],
  ])('see %s', (_title, line, finding) => {
    expect(found(inputOf([line]))).toEqual([finding]);
  });

  it('let the largest permitted dose pass', () => {
    expect(found(inputOf([lineOf('N02BE01', { dosage: '2 tablets 4 times a day' })]))).toEqual([]);
    expect(found(inputOf([lineOf('L04AX03', { dosage: '4 tablets weekly' }, '2.5 mg')]))).toEqual([]);
  });

  it('see controlled drugs that are valid too long or repeated, and refills that come early', () => {
    const opioid = lineOf('N02AA01', { isControlled: true, quantity: 20 }, '10 mg');
    expect(found(inputOf([opioid], {}, {}, 29))).toEqual(['warning controlled-validity 1']);
    const repeat = { repeat: { fills: 3, intervalDays: 20 } };
    expect(found(inputOf([opioid], {}, repeat))).toEqual(['blocking controlled-repeat 1']);
    const statin = lineOf('C10AA05', { quantity: 100 }, '20 mg');
    expect(found(inputOf([statin], {}, { repeat: { fills: 3, intervalDays: 74 } }))).toEqual([
      'warning early-refill 1',
    ]);
    expect(found(inputOf([statin], {}, { repeat: { fills: 3, intervalDays: 75 } }))).toEqual([]);
  });

  it('see the same substance or subgroup twice, on lines and in what is taken already', () => {
    const statin = lineOf('C10AA05', {}, '20 mg');
    expect(found(inputOf([statin, statin]))).toEqual(['warning duplicate-substance 2']);
    expect(found(inputOf([statin, lineOf('C10AA07', {}, '20 mg')]))).toEqual(['information duplicate-subgroup 2']);
    expect(found(inputOf([statin], { medication: ['C10AA05', 'a tea'] }))).toEqual(['warning duplicate-substance 1']);
    expect(found(inputOf([statin, lineOf('C07AB02')]))).toEqual([]);
  });

  it.each([
    [['Penicillin, rash in 2001'], 'J01CA04', ['blocking allergy-penicillin 1']],
    [['J01C'], 'J01CA04', ['blocking allergy-penicillin 1', 'blocking allergy-same-code 1']],
    [['penicillin'], 'J01DB01', ['warning allergy-penicillin-cephalosporin 1']],
    [['aspirin'], 'M01AE01', ['blocking allergy-anti-inflammatory 1']],
    [['C09AA03'], 'C09AA03', ['blocking allergy-same-code 1']],
    [['J'], 'J01CA04', []],
    [['pollen'], 'J01CA04', []],
  ])('with the allergies %p see in %s', (allergies, atc, findings) => {
    const input = inputOf([lineOf(atc, {}, '100 mg')], { allergies, sex: 'male' });
    expect(found(input)).toEqual(findings);
  });

  it('see what is not to be taken in pregnancy, and ask where it is not stated', () => {
    const ace = lineOf('C09AA03', {}, '10 mg');
    expect(found(inputOf([ace], { isPregnant: true }))).toEqual(['blocking pregnancy-renin-angiotensin 1']);
    const { isPregnant: _unstated, ...facts } = inputOf([ace]).body.facts!;
    expect(found(inputOf([ace], {}, { facts }))).toEqual(['warning pregnancy-renin-angiotensin 1']);
    expect(found(inputOf([ace], {}, { facts: { ...facts, sex: 'male' } }))).toEqual([]);
    expect(found(inputOf([ace], {}, { facts: { ...facts, birthDate: '1950-01-01' } }))).toEqual([]);
  });

  it('count age in full years on the day of issue', () => {
    const codeine = lineOf('R05DA04', {}, '15 mg');
    expect(found(inputOf([codeine], { birthDate: '2014-06-16' }))).toEqual(['blocking age-codeine-tramadol 1']);
    expect(found(inputOf([codeine], { birthDate: '2014-06-15' }))).toEqual([]);
  });

  it('find the same every time, gravest first', () => {
    const input = inputOf([lineOf('N02BE01', { dosage: '9 tablets daily' }), lineOf('J01CA04')], {
      allergies: ['J01C'],
    });
    expect(applyRules(RULE_PACK, input)).toEqual(applyRules(RULE_PACK, structuredClone(input)));
    expect(found(input).map((line) => line.split(' ')[0])).toEqual(['blocking', 'blocking', 'blocking']);
  });
});

describe('the rule pack', () => {
  it('names each rule once, with its public source and a text', () => {
    const ids = RULE_PACK.rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, source, text } of RULE_PACK.rules) {
      expect([id, source.length > 20, text.endsWith('.')]).toEqual([id, true, true]);
    }
  });

  it('says what it does not cover, and is identified by a hash of its content', () => {
    expect(RULE_PACK.coverage.notCovered).toContain('interactions between drugs');
    expect(RULE_PACK_HASH).toMatch(/^[0-9a-f]{64}$/);
    expect(RULE_PACK_HASH).not.toBe(createHash('sha256').update(JSON.stringify(RULE_PACK)).digest('hex'));
  });
});
