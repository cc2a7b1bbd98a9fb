import type { ChannelConfig } from '../../config/channel-config';
import { IdentityError } from '../../identity/errors';
import type { Identity } from '../../identity/identity';
import type { ChaincodeDefinition } from '../../lifecycle/definition';
import { bytesKey } from '../../wire/bytes';
import type { EndorserTransaction, NamespaceReadWriteSet } from '../transaction';
import { collectionEndorsementPolicy, policyReference } from './collection-policy';
import type { KeyPolicyChanges } from './key-policy-changes';
import { code, type TxValidationCode } from './rejection';

/** One policy that endorsements were held against. */
export interface PolicyEvaluation {
  readonly namespace: string;
  readonly collection?: string;
  /** Set where the policy is of one key. */
  readonly key?: string;
  readonly keyHash?: Uint8Array;
  /** `common.SignaturePolicyEnvelope` of a key, `peer.ApplicationPolicy` of anything else; none where there is no such policy. */
  readonly policy: Uint8Array | undefined;
  readonly isSatisfied: boolean;
  /** A transaction before it in the same block changed the key's policy: no endorsement is good enough then. */
  readonly isChangedInBlock?: boolean;
}

/** What endorsements are held against: the state after the block before, and what this block changed of it. */
export interface EndorsementContext {
  readonly config: ChannelConfig;
  definition(chaincode: string): ChaincodeDefinition | undefined;
  /** `VALIDATION_PARAMETER` of a key: a `common.SignaturePolicyEnvelope`. */
  keyPolicy(namespace: string, key: string): Uint8Array | undefined;
  hashedKeyPolicy(namespace: string, collection: string, keyHash: Uint8Array): Uint8Array | undefined;
  /** A `peer.ApplicationPolicy` that goes before what the definition says of the collection; usually left out. */
  collectionPolicy?(namespace: string, collection: string): Uint8Array | undefined;
  /** Told of every policy that was evaluated, in that order; for traces. */
  observe?(evaluation: PolicyEvaluation): void;
  /** Metadata changed by earlier transactions of the same block; usually shared by all calls for a block. */
  readonly changes?: KeyPolicyChanges;
}

const lifecycle = '_lifecycle';
const lifecyclePolicy = policyReference('/Channel/Application/LifecycleEndorsement');
const lifecycleDefinition: ChaincodeDefinition = {
  name: lifecycle,
  version: '1',
  sequence: 1,
  initRequired: false,
  validationParameter: lifecyclePolicy,
  collections: [],
};

/** True when the transaction changes anything in this namespace, public or private, value or metadata. */
const isWritten = (set: NamespaceReadWriteSet): boolean =>
  set.writes.length > 0 ||
  set.metadataWrites.length > 0 ||
  set.collections.some(({ hashedWrites, metadataWrites }) => hashedWrites.length > 0 || metadataWrites.length > 0);

/** The endorsers whose signatures hold, each once. An endorsement that does not hold is passed over, it does not make the transaction invalid. */
const endorsers = (transaction: EndorserTransaction, config: ChannelConfig): readonly Identity[] => {
  const found = new Map<string, Identity>();
  for (const { identity: serialised, signature } of transaction.endorsements) {
    const key = bytesKey(serialised);
    if (found.has(key)) continue;
    const identity = identityOrNone(config, serialised);
    if (identity?.verify(Buffer.concat([transaction.responsePayload, serialised]), signature)) found.set(key, identity);
  }
  return [...found.values()];
};

const identityOrNone = (config: ChannelConfig, serialised: Uint8Array): Identity | undefined => {
  try {
    return config.identity(serialised);
  } catch (error) {
    if (error instanceof IdentityError) return undefined;
    throw error;
  }
};

/** A key and the policy it may have. */
type KeyPolicy = Pick<PolicyEvaluation, 'namespace' | 'collection' | 'key' | 'keyHash' | 'policy'>;

/** The check of one namespace: every key is held to its own policy, or else to its collection's, or else to the chaincode's. */
class NamespaceCheck {
  readonly #satisfied = new Set<string>();
  #isAnyChecked = false;

  constructor(
    private readonly context: EndorsementContext,
    private readonly definition: ChaincodeDefinition,
    private readonly signers: readonly Identity[],
  ) {}

  passes(set: NamespaceReadWriteSet | undefined): boolean {
    if (set && !this.#keysPass(set)) return false;
    // At least the chaincode's policy holds, whatever the keys say: a transaction without writes is endorsed too.
    return this.#isAnyChecked || this.#defaultPasses(undefined);
  }

  #keysPass({ namespace, writes, metadataWrites, collections }: NamespaceReadWriteSet): boolean {
    return (
      [...writes, ...metadataWrites].every(({ key }) => this.#keyPasses(namespace, key)) &&
      collections.every(({ collection, hashedWrites, metadataWrites: metadata }) =>
        [...hashedWrites, ...metadata].every(({ keyHash }) => this.#hashedKeyPasses(namespace, collection, keyHash)),
      )
    );
  }

  #keyPasses(namespace: string, key: string): boolean {
    const policy = this.context.keyPolicy(namespace, key);
    if (this.context.changes?.hasKey(namespace, key)) return this.#refuseChanged({ namespace, key, policy });
    return this.#policyPasses({ namespace, key, policy });
  }

  #hashedKeyPasses(namespace: string, collection: string, keyHash: Uint8Array): boolean {
    const of = { namespace, collection, keyHash, policy: this.context.hashedKeyPolicy(namespace, collection, keyHash) };
    if (this.context.changes?.hasHashedKey(namespace, collection, keyHash)) return this.#refuseChanged(of);
    return this.#policyPasses(of);
  }

  #refuseChanged(of: KeyPolicy): boolean {
    this.context.observe?.({ ...of, isSatisfied: false, isChangedInBlock: true });
    return false;
  }

  #policyPasses(of: KeyPolicy): boolean {
    if (!of.policy || of.policy.length === 0) return this.#defaultPasses(of.collection);
    this.#isAnyChecked = true;
    const isSatisfied = this.context.config.satisfiesSignaturePolicy(of.policy, this.signers);
    this.context.observe?.({ ...of, isSatisfied });
    return isSatisfied;
  }

  /** The policy of the collection, or without one of the chaincode; each is evaluated once. */
  #defaultPasses(collection: string | undefined): boolean {
    const name = collection ?? '';
    if (this.#satisfied.has(name)) return true;
    const policy = collection === undefined ? this.definition.validationParameter : this.#collectionPolicy(collection);
    const isSatisfied = policy !== undefined && this.context.config.satisfies(policy, this.signers);
    this.context.observe?.({
      namespace: this.definition.name,
      ...(collection !== undefined && { collection }),
      policy,
      isSatisfied,
    });
    if (!isSatisfied) return false;
    this.#satisfied.add(name);
    this.#isAnyChecked = true;
    return true;
  }

  #collectionPolicy(collection: string): Uint8Array | undefined {
    return (
      this.context.collectionPolicy?.(this.definition.name, collection) ??
      collectionEndorsementPolicy(this.context.config, this.definition, collection)
    );
  }
}

/**
 * Checks a transaction's endorsements against the policies of all it writes: the chaincode invoked and every namespace written to.
 * @returns `VALID`, `ENDORSEMENT_POLICY_FAILURE`, or `INVALID_CHAINCODE` where a namespace has no definition
 */
export const checkEndorsements = (transaction: EndorserTransaction, context: EndorsementContext): TxValidationCode => {
  const sets = new Map(transaction.writes.namespaces.map((set) => [set.namespace, set]));
  const written = transaction.writes.namespaces.filter(isWritten).map(({ namespace }) => namespace);
  const signers = endorsers(transaction, context.config);
  for (const namespace of new Set([transaction.chaincode, ...written])) {
    const definition = namespace === lifecycle ? lifecycleDefinition : context.definition(namespace);
    if (!definition) return code.INVALID_CHAINCODE;
    if (!new NamespaceCheck(context, definition, signers).passes(sets.get(namespace))) {
      return code.ENDORSEMENT_POLICY_FAILURE;
    }
  }
  return code.VALID;
};
