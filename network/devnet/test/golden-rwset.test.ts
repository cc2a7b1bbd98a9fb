import { peer } from '@hyperledger/fabric-protos';
import { readReadWriteSet } from '../src/ledger/read-rwset';
import { descend } from '../src/ledger/read-envelope';
import type { ReadWriteSet } from '../src/ledger/transaction';
import { ReadWriteSetBuilder } from '../src/state/read-write-set';
import { type BlockName, envelopesOf, goldenBlock, laterBlocks, networks } from './golden/blocks';

/** Payload, data, first action, payload, endorsed action, response payload, extension, results. */
const resultsIn = (envelope: Uint8Array): Uint8Array => descend(envelope, 1, 2, 1, 2, 2, 1, 2, 1);

/** Puts a set together anew from what it says, private keys and values being what the caller knows. */
const rebuild = (set: ReadWriteSet, privateKey: string | undefined): Uint8Array => {
  const builder = new ReadWriteSetBuilder();
  for (const { namespace, reads, rangeQueries, writes, metadataWrites, collections } of set.namespaces) {
    for (const { key, version } of reads) builder.read(namespace, key, version);
    for (const { key, isDelete, value } of writes) builder.write(namespace, key, isDelete ? undefined : value);
    for (const { key, entries } of metadataWrites) builder.writeMetadata(namespace, key, entries);
    for (const query of rangeQueries) {
      const found = query.getRawReads()?.getKvReadsList() ?? [];
      builder.range(namespace, {
        startKey: query.getStartKey(),
        endKey: query.getEndKey(),
        isExhausted: query.getItrExhausted(),
        summary: undefined,
        reads: found.map((read) => ({
          key: read.getKey(),
          version: { block: read.getVersion()!.getBlockNum(), transaction: read.getVersion()!.getTxNum() },
        })),
      });
    }
    for (const { collection, hashedReads, hashedWrites } of collections) {
      for (const { version } of hashedReads) builder.readHashed(namespace, collection, privateKey!, version);
      for (const { isPurge } of hashedWrites) {
        builder.writePrivate(namespace, collection, privateKey!, undefined, isPurge);
      }
    }
  }
  return builder.build().publicSet;
};

/** The argument that names a golden transaction's key. */
const privateKeyOf = (envelope: Uint8Array): string => {
  const input = descend(envelope, 1, 2, 1, 2, 1, 1);
  const spec = peer.ChaincodeInvocationSpec.deserializeBinary(input).getChaincodeSpec()!;
  const args = spec
    .getInput()!
    .getArgsList_asU8()
    .map((arg) => Buffer.from(arg).toString());
  return args.find((arg) => arg.startsWith('RX-'))!;
};

/** Clear values of what it writes are not known. */
const isUnknown = (name: BlockName): boolean => name === 'issueProtected';

describe.each(networks)('read and write sets of a live network (%s)', (network) => {
  it.each(laterBlocks.filter((name) => !isUnknown(name)))('of %s are put together byte for byte', (name) => {
    for (const envelope of envelopesOf(goldenBlock(network, name))) {
      const results = resultsIn(envelope);
      expect(results.length).toBeGreaterThan(0);
      const again = rebuild(readReadWriteSet(results), privateKeyOf(envelope));
      expect(Buffer.from(again).toString('hex')).toBe(Buffer.from(results).toString('hex'));
    }
  });
});
