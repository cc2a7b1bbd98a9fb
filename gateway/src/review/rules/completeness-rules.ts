import type { Finding } from '@rxledger/chaincode/api';
import { linesUnder } from './atc';
import { finding } from './finding';
import type { ControlledRule, MissingRule, RuleInput, VagueDosageRule } from './rule-pack';

/** Something is not stated that the reviewer, or another rule, needs. */
export function missing(rule: MissingRule, { body }: RuleInput): readonly Finding[] {
  const { field } = rule;
  if (field === 'strength' || field === 'form') {
    return body.lines.filter(({ drug }) => drug[field] === undefined).map(({ line }) => finding(rule, line));
  }
  const isStated = field === 'diagnosis' ? (body.diagnoses ?? []).length > 0 : body.facts?.[field] !== undefined;
  return isStated ? [] : [finding(rule)];
}

/** An instruction that tells the patient nothing. */
export const vagueDosage = (rule: VagueDosageRule, { body }: RuleInput): readonly Finding[] =>
  body.lines
    .filter(({ dosage }) => rule.words.some((words) => dosage.toLowerCase().includes(words)))
    .map(({ line }) => finding(rule, line));

/** A controlled drug that is not marked as one, so that no second reviewer would be asked. */
export const controlledUnmarked = (rule: ControlledRule, { body }: RuleInput): readonly Finding[] =>
  linesUnder(body.lines, rule.drugs)
    .filter(({ isControlled }) => !isControlled)
    .map(({ line }) => finding(rule, line));
