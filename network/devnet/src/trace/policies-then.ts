import { peer } from '@hyperledger/fabric-protos';
import { applicationPolicyText, signaturePolicyText } from '../identity/policy-text';
import { readDefinition } from '../ledger/chaincode-definition';
import type { Ledger } from '../ledger/ledger';
import type { EndorserTransaction, MetadataEntry } from '../ledger/transaction';
import { parseEnvelope } from '../ledger/validation/form';
import { KeyPolicyChanges } from '../ledger/validation/key-policy-changes';
import { checkEndorsements, type EndorsementContext, type PolicyEvaluation } from '../ledger/validation/policy';
import { VALIDATION_PARAMETER } from '../state/interest';
import { bytesKey } from '../wire/bytes';
import type { PolicyTrace } from './transaction-trace';

const { VALID, DUPLICATE_TXID } = peer.TxValidationCode;

const policyIn = (metadata: readonly MetadataEntry[] | undefined): Uint8Array | undefined =>
  metadata?.find(({ name }) => name === VALIDATION_PARAMETER)?.value;

/** The state after the block before, as block `number` was judged by it. */
const contextAt = (ledger: Ledger, number: number): EndorsementContext => ({
  config: ledger.configAt(number),
  definition: (chaincode) => readDefinition(ledger.state, chaincode, number),
  keyPolicy: (namespace, key) => policyIn(ledger.state.publicMap(namespace).at(key, number)?.metadata),
  hashedKeyPolicy: (namespace, collection, keyHash) =>
    policyIn(ledger.state.hashedMap(namespace, collection).at(bytesKey(keyHash), number)?.metadata),
});

/** Policies of keys that transactions before `index` in their block have changed. */
const changesBefore = (ledger: Ledger, number: number, index: number, codes: Uint8Array): KeyPolicyChanges => {
  const changes = new KeyPolicyChanges();
  const context = { ...contextAt(ledger, number), changes };
  const envelopes = ledger.block(number)?.getData()?.getDataList_asU8() ?? [];
  envelopes.slice(0, index).forEach((envelope, at) => {
    if (codes[at] === DUPLICATE_TXID) return;
    const parsed = parseEnvelope(envelope, context.config);
    if (parsed.kind !== 'endorser' || checkEndorsements(parsed.transaction, context) !== VALID) return;
    changes.record(parsed.transaction.writes);
  });
  return changes;
};

const subject = ({ namespace, collection, key, keyHash }: PolicyEvaluation): string => {
  const where = collection === undefined ? namespace : `collection ${collection} of ${namespace}`;
  if (key !== undefined) return `key ${JSON.stringify(key)} of ${where}`;
  if (keyHash !== undefined) return `key with hash ${Buffer.from(keyHash).toString('hex')} of ${where}`;
  return collection === undefined ? `chaincode ${namespace}` : where;
};

const traced = (evaluation: PolicyEvaluation): PolicyTrace => {
  const { policy, key, keyHash, isSatisfied, isChangedInBlock } = evaluation;
  const isOfKey = key !== undefined || keyHash !== undefined;
  const text = policy ? (isOfKey ? signaturePolicyText(policy) : applicationPolicyText(policy)) : 'none';
  return {
    of: subject(evaluation),
    policy: isChangedInBlock ? `${text}, changed earlier in the same block` : text,
    isSatisfied,
  };
};

/** The policies that a transaction's endorsements were held against when its block was validated, and how each came out. */
export const policiesThen = (
  ledger: Ledger,
  transaction: EndorserTransaction,
  { block, index, codes }: { readonly block: number; readonly index: number; readonly codes: Uint8Array },
): PolicyTrace[] => {
  const evaluations: PolicyEvaluation[] = [];
  checkEndorsements(transaction, {
    ...contextAt(ledger, block),
    changes: changesBefore(ledger, block, index, codes),
    observe: (evaluation) => evaluations.push(evaluation),
  });
  return evaluations.map(traced);
};
