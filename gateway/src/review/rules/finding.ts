import type { Finding } from '@rxledger/chaincode/api';
import type { Rule } from './rule-pack';

/** What a rule found, on one line or on the whole prescription. */
export const finding = ({ id, severity, text }: Rule, line?: number): Finding => ({
  rule: id,
  severity,
  ...(line === undefined ? {} : { line }),
  text,
});
