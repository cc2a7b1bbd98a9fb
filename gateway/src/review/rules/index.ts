export { applyRules } from './apply-rules';
export { RULE_PACK, RULE_PACK_HASH } from './pack';
