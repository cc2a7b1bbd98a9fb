import type { Finding } from '@rxledger/chaincode/api';
import { linesUnder } from './atc';
import { daysOfSupply } from './dose-rules';
import { finding } from './finding';
import type { EarlyRefillRule, NoRepeatRule, RuleInput, ValidityRule } from './rule-pack';

const DAY = 86_400_000;

/** Valid for longer than such drugs may be. */
export const overlongValidity = (rule: ValidityRule, { body, issuedAt, validUntil }: RuleInput): readonly Finding[] =>
  validUntil - issuedAt > rule.maximumDays * DAY
    ? linesUnder(body.lines, rule.drugs).map(({ line }) => finding(rule, line))
    : [];

/** The next fill of a series would open long before this one is used up. */
export function earlyRefill(rule: EarlyRefillRule, { body }: RuleInput): readonly Finding[] {
  const { repeat } = body;
  if (repeat === undefined) return [];
  return body.lines.flatMap((line) => {
    const days = daysOfSupply(line);
    const isEarly = days !== undefined && repeat.intervalDays * 100 < days * rule.minimumUsedPercent;
    return isEarly ? [finding(rule, line.line)] : [];
  });
}

/** Drugs that may not be prescribed as a series. */
export const repeated = (rule: NoRepeatRule, { body }: RuleInput): readonly Finding[] =>
  body.repeat === undefined ? [] : linesUnder(body.lines, rule.drugs).map(({ line }) => finding(rule, line));
