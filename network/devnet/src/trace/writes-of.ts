import { VALIDATION_PARAMETER } from '../state/interest';
import { signaturePolicyText } from '../identity/policy-text';
import type { ReadWriteSet } from '../ledger/transaction';
import { collectionName, type ReadsThen } from './reads-then';
import type { CollectionTrace, KeyPolicyTrace, Shown, WriteTrace } from './transaction-trace';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const decoder = new TextDecoder('utf8', { fatal: true });

const shown = (bytes: Uint8Array): Shown => {
  try {
    return { text: decoder.decode(bytes), encoding: 'utf8' };
  } catch {
    return { text: Buffer.from(bytes).toString('base64'), encoding: 'base64' };
  }
};

/** What a transaction writes: public values, hashes of private ones, policies of keys. */
export const writesOf = (
  { namespaces }: ReadWriteSet,
  { privateReads }: Pick<ReadsThen, 'privateReads'>,
): { writes: WriteTrace[]; keyPolicies: KeyPolicyTrace[]; collections: CollectionTrace[] } => ({
  writes: namespaces.flatMap(({ namespace, writes }) =>
    writes.map(({ key, value, isDelete }) => ({
      namespace,
      key,
      ...(!isDelete && value.length > 0 && { value: shown(value) }),
    })),
  ),
  keyPolicies: namespaces.flatMap(({ namespace, metadataWrites }) =>
    metadataWrites.map(({ key, entries }) => {
      const policy = entries.find(({ name }) => name === VALIDATION_PARAMETER)?.value;
      return { namespace, key, policy: policy ? signaturePolicyText(policy) : 'none' };
    }),
  ),
  collections: namespaces.flatMap(({ namespace, collections }) =>
    collections.map(({ collection, hashedReads, hashedWrites }) => ({
      namespace,
      collection,
      reads:
        privateReads.get(collectionName(namespace, collection)) ??
        hashedReads.map(({ keyHash, version }) => ({ keyHash: hex(keyHash), ...(version && { version }) })),
      writes: hashedWrites.map(({ keyHash, valueHash, isDelete, isPurge }) => ({
        keyHash: hex(keyHash),
        valueHash: hex(valueHash),
        kind: isPurge ? ('purge' as const) : isDelete ? ('delete' as const) : ('write' as const),
      })),
    })),
  ),
});
