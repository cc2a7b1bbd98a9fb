import { peer } from '@hyperledger/fabric-protos';
import { readReadWriteSet } from '../ledger/read-rwset';
import type { Version } from '../ledger/transaction';

/** What of an endorsed result is compared, each under the name it is told by. */
const partsOf = (payload: Uint8Array): Map<string, string> => {
  const extension = peer.ProposalResponsePayload.deserializeBinary(payload).getExtension_asU8();
  const action = peer.ChaincodeAction.deserializeBinary(extension);
  const parts = new Map<string, string>([
    ['the status', String(action.getResponse()?.getStatus() ?? 0)],
    ['the answer', Buffer.from(action.getResponse()?.getPayload_asU8() ?? []).toString('base64')],
    ['the event', Buffer.from(action.getEvents_asU8()).toString('base64')],
  ]);
  const at = (version: Version | undefined): string => (version ? `${version.block}:${version.transaction}` : 'absent');
  for (const { namespace, reads, rangeQueries, writes, collections } of readReadWriteSet(action.getResults_asU8())
    .namespaces) {
    for (const { key, version } of reads)
      parts.set(`the version of ${namespace} key ${JSON.stringify(key)}`, at(version));
    for (const query of rangeQueries) {
      const range = `${JSON.stringify(query.getStartKey())} to ${JSON.stringify(query.getEndKey())}`;
      parts.set(`the range of ${namespace} from ${range}`, Buffer.from(query.serializeBinary()).toString('base64'));
    }
    for (const { key, value } of writes) {
      parts.set(`the write of ${namespace} key ${JSON.stringify(key)}`, Buffer.from(value).toString('base64'));
    }
    for (const { collection, hashedReads, hashedWrites } of collections) {
      const hashes = [
        ...hashedReads.map(({ keyHash, version }) => Buffer.from(keyHash).toString('hex') + at(version)),
        ...hashedWrites.map(({ keyHash, valueHash }) => Buffer.concat([keyHash, valueHash]).toString('hex')),
      ];
      parts.set(`the private part of ${namespace} in ${collection}`, hashes.join());
    }
  }
  return parts;
};

/** In what one endorsed result (`peer.ProposalResponsePayload`) differs from another; names of parts, no values. */
export const differencesOf = (first: Uint8Array, other: Uint8Array): string[] => {
  if (Buffer.compare(first, other) === 0) return [];
  const [a, b] = [partsOf(first), partsOf(other)];
  return [...new Set([...a.keys(), ...b.keys()])].filter((part) => a.get(part) !== b.get(part));
};
