import { peer } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../config/channel-config';
import type { ChaincodeDefinition } from '../lifecycle/definition';
import type { ChannelState } from '../state/channel-state';
import { VALIDATION_PARAMETER } from '../state/interest';
import { bytesKey } from '../wire/bytes';
import type { LedgerRules } from './ledger-rules';
import type { EndorserTransaction, MetadataEntry } from './transaction';
import type { TransactionIndex } from './transaction-index';
import type { ParsedEnvelope } from './validation/form';
import { KeyPolicyChanges } from './validation/key-policy-changes';

const { VALID, DUPLICATE_TXID, INVALID_CONFIG_TRANSACTION } = peer.TxValidationCode;

/** An envelope with the verdict on it so far. */
export interface Judged {
  readonly parsed: ParsedEnvelope;
  /** Empty where the envelope is too damaged to have one. */
  readonly transactionId: string;
  code: number;
}

/** What a block is judged by: the rules, and the ledger as the block before left it. */
export interface Grounds {
  readonly rules: LedgerRules;
  readonly config: ChannelConfig;
  readonly state: ChannelState;
  readonly index: TransactionIndex;
  definition(chaincode: string): ChaincodeDefinition | undefined;
}

const idOf = (parsed: ParsedEnvelope): string =>
  parsed.kind === 'endorser' ? parsed.transaction.transactionId : (parsed.transactionId ?? '');

const policyIn = (metadata: readonly MetadataEntry[] | undefined): Uint8Array | undefined =>
  metadata?.find(({ name }) => name === VALIDATION_PARAMETER)?.value;

const judgeEndorsements = (
  { rules, config, state, definition }: Grounds,
  transaction: EndorserTransaction,
  changes: KeyPolicyChanges,
): number => {
  const code = rules.checkEndorsements(transaction, {
    config,
    changes,
    definition,
    keyPolicy: (namespace, key) => policyIn(state.publicMap(namespace).newest(key)?.metadata),
    hashedKeyPolicy: (namespace, collection, keyHash) =>
      policyIn(state.hashedMap(namespace, collection).newest(bytesKey(keyHash))?.metadata),
  });
  if (code === VALID) changes.record(transaction.writes);
  return code;
};

/** Form, repeats and endorsements of a block's envelopes; reads are checked when the block is applied. */
export const judge = (grounds: Grounds, envelopes: readonly Uint8Array[]): Judged[] => {
  const seen = new Set<string>();
  const changes = new KeyPolicyChanges();
  return envelopes.map((envelope) => {
    const parsed = grounds.rules.parse(envelope, grounds.config);
    const transactionId = idOf(parsed);
    const isRepeat =
      transactionId !== '' && (seen.has(transactionId) || grounds.index.find(transactionId) !== undefined);
    seen.add(transactionId);
    if (isRepeat) return { parsed, transactionId, code: DUPLICATE_TXID };
    if (parsed.kind === 'invalid') return { parsed, transactionId, code: parsed.code };
    const code = parsed.kind === 'endorser' ? judgeEndorsements(grounds, parsed.transaction, changes) : VALID;
    return { parsed, transactionId, code };
  });
};

/** The configuration that a block puts in force; one that cannot be accepted is found invalid. */
export const configIn = ({ rules, config }: Grounds, judged: readonly Judged[]): ChannelConfig | undefined => {
  let next: ChannelConfig | undefined;
  for (const entry of judged) {
    if (entry.parsed.kind !== 'config' || entry.code !== VALID) continue;
    try {
      next = rules.acceptConfig(next ?? config, entry.parsed.envelope);
    } catch {
      entry.code = INVALID_CONFIG_TRANSACTION;
    }
  }
  return next;
};
