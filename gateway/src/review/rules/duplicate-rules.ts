import type { Finding } from '@rxledger/chaincode/api';
import { isAtc } from './atc';
import { finding } from './finding';
import type { DuplicateRule, RuleInput } from './rule-pack';

const SUBSTANCE = 7;

/** The same substance, or another of its subgroup, on two lines or on a line and in what the patient takes already. */
export function duplicates(rule: DuplicateRule, { body }: RuleInput): readonly Finding[] {
  const taken = (body.facts?.medication ?? []).filter(isAtc);
  return body.lines
    .filter(({ drug }, index) => {
      const others = [...body.lines.slice(0, index).map((line) => line.drug.atc), ...taken];
      return others.some((other) => isDuplicate(rule, drug.atc, other));
    })
    .map(({ line }) => finding(rule, line));
}

function isDuplicate({ characters }: DuplicateRule, code: string, other: string): boolean {
  if (code.length < characters || other.length < characters) return false;
  if (code.slice(0, characters) !== other.slice(0, characters)) return false;
  // Equal substances are the other rule's.
  return characters === SUBSTANCE || code !== other || code.length < SUBSTANCE;
}
