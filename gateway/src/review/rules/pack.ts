import { sha256 } from '../../commitment';
import { canonicalJson } from '@rxledger/chaincode/api';
import content from './pack.json';
import type { RulePack } from './rule-pack';

/** The rule pack in force. */
export const RULE_PACK = content as RulePack;

/** SHA-256 of the pack's canonical JSON, hex: stands on the ledger with every finding. */
export const RULE_PACK_HASH = sha256(canonicalJson(RULE_PACK));
