import { FINDING_SEVERITIES, type Finding } from '@rxledger/chaincode/api';
import { controlledUnmarked, missing, vagueDosage } from './completeness-rules';
import { dailyInsteadOfWeekly, oversupply, overDailyDose } from './dose-rules';
import { duplicates } from './duplicate-rules';
import { allergy, allergyToTheSame, pregnancy, tooYoung } from './patient-rules';
import type { Rule, RuleInput, RulePack } from './rule-pack';
import { earlyRefill, overlongValidity, repeated } from './validity-rules';

type Families = {
  readonly [F in Rule['family']]: (rule: Extract<Rule, { family: F }>, input: RuleInput) => readonly Finding[];
};

/** What each family of rules looks for. */
const FAMILIES: Families = {
  missing,
  'vague-dosage': vagueDosage,
  validity: overlongValidity,
  'early-refill': earlyRefill,
  'no-repeat': repeated,
  duplicate: duplicates,
  'daily-dose': overDailyDose,
  'weekly-only': dailyInsteadOfWeekly,
  supply: oversupply,
  'controlled-unmarked': controlledUnmarked,
  allergy,
  'allergy-same-code': allergyToTheSame,
  pregnancy,
  age: tooYoung,
};

/**
 * Runs a rule pack: a pure function, so that whoever has the body and the pack finds the same. Gravest first, then by
 * line and rule.
 */
export function applyRules(pack: RulePack, input: RuleInput): readonly Finding[] {
  const found = pack.rules.flatMap((rule) => {
    const look = FAMILIES[rule.family] as (rule: Rule, input: RuleInput) => readonly Finding[];
    return look(rule, input);
  });
  return found.toSorted(
    (left, right) =>
      gravity(right) - gravity(left) ||
      (left.line ?? 0) - (right.line ?? 0) ||
      (left.rule < right.rule ? -1 : Number(left.rule > right.rule)),
  );
}

const gravity = ({ severity }: Finding): number => FINDING_SEVERITIES.indexOf(severity);
