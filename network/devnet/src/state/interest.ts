import { common, peer } from '@hyperledger/fabric-protos';
import type { MetadataEntry } from '../ledger/transaction';

/** Name of the metadata entry that holds a key's endorsement policy. */
export const VALIDATION_PARAMETER = 'VALIDATION_PARAMETER';

const isSystem = (namespace: string): boolean =>
  namespace === '_lifecycle' || namespace === 'qscc' || namespace === 'cscc';

/** What one namespace's writes will be held to. */
interface Requirements {
  readonly keyPolicies: Uint8Array[];
  /** Collection names; the empty one is the namespace's public part. */
  readonly required: Map<string, boolean>;
  /** Collection and key of what was written: each counts once. */
  readonly written: Set<string>;
}

/**
 * Gathers which policies a transaction's writes will be validated by, so that a gateway can choose endorsers: the
 * policies of written keys, of collections and of the chaincodes themselves.
 */
export class InterestBuilder {
  private readonly namespaces = new Map<string, Requirements>();
  private readonly privateReads = new Map<string, Set<string>>();

  /** Notes a write; `metadata` is what the key carries in the state. The collection is empty for public keys. */
  wrote(namespace: string, collection: string, key: string, metadata: readonly MetadataEntry[] | undefined): void {
    const requirements = this.namespace(namespace);
    const name = `${collection}\u0000${key}`;
    if (requirements.written.has(name)) return;
    requirements.written.add(name);
    if (!requirements.required.has('')) requirements.required.set('', false);
    const policy = metadata?.find((entry) => entry.name === VALIDATION_PARAMETER)?.value;
    if (policy === undefined) requirements.required.set(collection, true);
    else requirements.keyPolicies.push(policy);
  }

  /** Notes that clear private data was read: the endorser must hold it. */
  readPrivate(namespace: string, collection: string): void {
    let collections = this.privateReads.get(namespace);
    if (collections === undefined) this.privateReads.set(namespace, (collections = new Set()));
    collections.add(collection);
  }

  /** @param touched namespaces of the read and write set, in order */
  build(touched: readonly string[]): peer.ChaincodeInterest {
    for (const namespace of touched) {
      if (!isSystem(namespace) && !this.namespaces.has(namespace)) this.namespace(namespace).required.set('', true);
    }
    for (const [namespace, collections] of this.privateReads) {
      for (const collection of collections) this.namespace(namespace).required.set(collection, true);
    }
    const interest = new peer.ChaincodeInterest();
    for (const [namespace, requirements] of this.namespaces) {
      if (isSystem(namespace)) continue;
      for (const collection of requirements.required.keys()) {
        const call =
          collection === '' ? publicCall(namespace, requirements) : this.collectionCall(namespace, collection);
        if (call !== undefined) interest.addChaincodes(call);
      }
    }
    return interest;
  }

  private collectionCall(namespace: string, collection: string): peer.ChaincodeCall {
    const call = new peer.ChaincodeCall();
    call.setName(namespace);
    call.addCollectionNames(collection);
    call.setNoPrivateReads(!this.privateReads.get(namespace)?.has(collection));
    return call;
  }

  private namespace(name: string): Requirements {
    let requirements = this.namespaces.get(name);
    if (requirements === undefined) {
      this.namespaces.set(name, (requirements = { keyPolicies: [], required: new Map(), written: new Set() }));
    }
    return requirements;
  }
}

function publicCall(namespace: string, requirements: Requirements): peer.ChaincodeCall | undefined {
  const needsChaincodePolicy = requirements.required.get('') === true;
  if (requirements.keyPolicies.length === 0 && !needsChaincodePolicy) return undefined;
  const call = new peer.ChaincodeCall();
  call.setName(namespace);
  for (const policy of requirements.keyPolicies) {
    call.addKeyPolicies(common.SignaturePolicyEnvelope.deserializeBinary(policy));
  }
  if (requirements.keyPolicies.length > 0 && !needsChaincodePolicy) call.setDisregardNamespacePolicy(true);
  return call;
}
