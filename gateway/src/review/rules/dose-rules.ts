import type { Finding, PrescriptionLine } from '@rxledger/chaincode/api';
import { linesUnder } from './atc';
import { dailyAmount } from './dosage';
import { finding } from './finding';
import type { DailyDoseRule, RuleInput, SupplyRule, WeeklyOnlyRule } from './rule-pack';
import { microgramsPerUnit } from './strength';

/** More in a day than the published maximum; where the instruction cannot be read, that is said instead. */
export const overDailyDose = (rule: DailyDoseRule, { body }: RuleInput): readonly Finding[] =>
  linesUnder(body.lines, rule.drugs).flatMap((line) => {
    const micrograms = dailyMicrograms(line);
    if (micrograms === undefined) return [unread(rule, line)];
    return micrograms > rule.maximumMilligrams * 1000 ? [finding(rule, line.line)] : [];
  });

/** A drug that is taken once a week, prescribed by the day. */
export const dailyInsteadOfWeekly = (rule: WeeklyOnlyRule, { body }: RuleInput): readonly Finding[] =>
  linesUnder(body.lines, rule.drugs).flatMap((line) => {
    const amount = dailyAmount(line.dosage);
    if (amount === undefined) return [unread(rule, line)];
    return amount.isWeekly ? [] : [finding(rule, line.line)];
  });

/** More days' supply than the limit. */
export const oversupply = (rule: SupplyRule, { body }: RuleInput): readonly Finding[] =>
  linesUnder(body.lines, rule.drugs).flatMap((line) => {
    const days = daysOfSupply(line);
    if (days === undefined) return [unread(rule, line)];
    return days > rule.maximumDays ? [finding(rule, line.line)] : [];
  });

/** Days a line lasts when taken as told, rounded down; undefined where the instruction cannot be read. */
export function daysOfSupply(line: PrescriptionLine): number | undefined {
  const perDay = dailyThousandthsOfUnit(line);
  if (perDay === undefined || perDay <= 0) return undefined;
  return Math.floor((line.quantity * 1000) / perDay);
}

function dailyThousandthsOfUnit(line: PrescriptionLine): number | undefined {
  const amount = dailyAmount(line.dosage);
  if (amount === undefined || amount.of === 'unit') return amount?.thousandths;
  const perUnit = microgramsPerUnit(line.drug.strength, line.unit);
  return perUnit === undefined || perUnit === 0 ? undefined : Math.ceil((amount.thousandths * 1000) / perUnit);
}

function dailyMicrograms(line: PrescriptionLine): number | undefined {
  const amount = dailyAmount(line.dosage);
  if (amount === undefined || amount.of === 'mass') return amount?.thousandths;
  const perUnit = microgramsPerUnit(line.drug.strength, line.unit);
  return perUnit === undefined ? undefined : Math.ceil((amount.thousandths * perUnit) / 1000);
}

/** Silence would look like a check that was passed. */
const unread = (rule: { readonly id: string }, { line }: PrescriptionLine): Finding => ({
  rule: rule.id,
  severity: 'information',
  line,
  text: 'Not checked: the dosage or the strength could not be read without doubt.',
});
