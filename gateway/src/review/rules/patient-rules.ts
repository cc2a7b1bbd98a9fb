import type { Finding } from '@rxledger/chaincode/api';
import { isAtc, isUnder, linesUnder } from './atc';
import { finding } from './finding';
import type { AgeRule, AllergyRule, PregnancyRule, RuleInput, SameCodeAllergyRule } from './rule-pack';

/** A drug of a class that an allergy of the patient forbids or makes doubtful. */
export function allergy(rule: AllergyRule, { body }: RuleInput): readonly Finding[] {
  const isAllergic = (body.facts?.allergies ?? []).some((entry) =>
    isAtc(entry)
      ? isUnder(entry, rule.allergenCodes)
      : rule.allergens.some((word) => entry.toLowerCase().includes(word)),
  );
  return isAllergic ? linesUnder(body.lines, rule.drugs).map(({ line }) => finding(rule, line)) : [];
}

/** A drug that falls under an ATC code noted as an allergy. */
export function allergyToTheSame(rule: SameCodeAllergyRule, { body }: RuleInput): readonly Finding[] {
  const codes = (body.facts?.allergies ?? []).filter((entry) => isAtc(entry) && entry.length >= rule.minimumCharacters);
  return linesUnder(body.lines, codes).map(({ line }) => finding(rule, line));
}

/** Known to be pregnant; or, where it is not stated and may be so, a reminder to ask before a drug that would be blocked. */
export function pregnancy(rule: PregnancyRule, input: RuleInput): readonly Finding[] {
  const { body } = input;
  const concerned = linesUnder(body.lines, rule.drugs);
  if (body.facts?.isPregnant === true) return concerned.map(({ line }) => finding(rule, line));
  if (body.facts?.isPregnant === false || rule.severity !== 'blocking' || !mayBePregnant(input)) return [];
  return concerned.map(({ line }) => ({
    rule: rule.id,
    severity: 'warning',
    line,
    text: 'Whether the patient is pregnant is not stated; this drug is not to be taken in pregnancy.',
  }));
}

/** A drug that a child of that age is not to take. */
export function tooYoung(rule: AgeRule, input: RuleInput): readonly Finding[] {
  const years = ageInYears(input);
  if (years === undefined || years >= rule.belowYears) return [];
  return linesUnder(input.body.lines, rule.drugs).map(({ line }) => finding(rule, line));
}

function mayBePregnant(input: RuleInput): boolean {
  const years = ageInYears(input);
  return input.body.facts?.sex !== 'male' && (years === undefined || (years >= 10 && years <= 60));
}

/** Full years on the day of issue (UTC), so that a repeat of the rules finds the same. */
function ageInYears({ body, issuedAt }: RuleInput): number | undefined {
  const [year, month, day] = (body.facts?.birthDate ?? '').split('-').map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const issued = new Date(issuedAt);
  const hadBirthday = (issued.getUTCMonth() + 1) * 100 + issued.getUTCDate() >= month * 100 + day;
  return issued.getUTCFullYear() - year - (hadBirthday ? 0 : 1);
}
