import { common } from '@hyperledger/fabric-protos';
import { type ChannelConfig } from '../../src/config/channel-config';
import { loadChannelConfig } from '../../src/config/load-config';
import { blockDataHash, blockHeaderHash, transactionId } from '../../src/wire/hashes';
import { channelHeaderOf, configEnvelopeOf, envelopesOf, flagsOf, numberOf, signatureHeaderOf } from '../golden/blocks';
import { ordererSignatures } from '../golden/orderer-signatures';
import { Replay, storedCommitHash } from '../golden/replay';
import { ledgerBlock } from './ledger-blocks';
import { ordererQuorum } from './orderer-quorum';
import { channel } from './members';
import type { OpenMember, OpenNetwork } from './open-network';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Blocks 0 to `count - 1` as a member's own peer has them. */
const blocksAt = async (member: OpenMember, count: number): Promise<readonly common.Block[]> => {
  const found: common.Block[] = [];
  while (found.length < count) found.push(await ledgerBlock(member, channel, found.length));
  return found;
};

/** What every peer must have alike. (Which orderers' signatures it was given with a block is chance.) */
const sharedPart = (block: common.Block) => ({
  number: numberOf(block),
  header: hex(block.getHeader()!.serializeBinary()),
  data: hex(block.getData()!.serializeBinary()),
  flags: hex(flagsOf(block)),
  commitHash: hex(storedCommitHash(block)),
});

/** What is on the ledger, byte by byte: everything that the tests before left there. */
export const blocks = (network: () => OpenNetwork): void => {
  describe('the blocks', () => {
    let chain: readonly common.Block[];
    let height: number;
    let config: ChannelConfig;

    beforeAll(async () => {
      const heights = network().members.map(({ mspId }) => network().heightOf(mspId));
      height = Math.min(...(await Promise.all(heights)));
      chain = await blocksAt(network().members[0]!, height);
      config = loadChannelConfig(channel, configEnvelopeOf(chain[0]!).getConfig()!);
    });

    test('are numbered without a gap, and each names the one before', () => {
      expect(chain.map(numberOf)).toEqual(Array.from({ length: height }, (_, number) => number));
      const hashes = chain.map((block) => {
        const header = block.getHeader()!;
        return hex(blockHeaderHash(header.getNumber(), header.getPreviousHash_asU8(), header.getDataHash_asU8()));
      });
      const named = chain.slice(1).map((block) => hex(block.getHeader()!.getPreviousHash_asU8()));
      expect(named).toEqual(hashes.slice(0, -1));
    });

    test('carry the hash of their envelopes', () => {
      const made = chain.map((block) => hex(blockDataHash(envelopesOf(block))));
      expect(made).toEqual(chain.map((block) => hex(block.getHeader()!.getDataHash_asU8())));
    });

    test('have transaction ids made of nonce and creator', () => {
      for (const envelope of chain.flatMap(envelopesOf)) {
        const header = signatureHeaderOf(envelope);
        const id = channelHeaderOf(envelope).getTxId();
        expect(['', transactionId(header.getNonce_asU8(), header.getCreator_asU8())]).toContain(id);
      }
    });

    test('are signed by as many orderers as it takes', () => {
      const quorum = ordererQuorum(config);
      for (const block of chain.slice(1)) {
        const signatures = ordererSignatures(block, config);
        expect(signatures.every(({ isValid, role }) => isValid && role === 'orderer')).toBe(true);
        expect(new Set(signatures.map(({ mspId }) => mspId)).size).toBeGreaterThanOrEqual(quorum);
      }
    });

    test('are the same at every peer, with validation codes and commit hash', async () => {
      const expected = chain.map(sharedPart);
      for (const member of network().members.slice(1)) {
        expect((await blocksAt(member, height)).map(sharedPart)).toEqual(expected);
      }
    });

    test("come to the peers' codes and commit hashes when they are validated again", () => {
      const replay = new Replay(config);
      let previous: Uint8Array = new Uint8Array();
      for (const block of chain.slice(1)) {
        const { flags, commitHash } = replay.apply(block, previous);
        expect({ number: numberOf(block), flags: hex(flags), commitHash: hex(commitHash) }).toEqual({
          number: numberOf(block),
          flags: hex(flagsOf(block)),
          commitHash: hex(storedCommitHash(block)),
        });
        previous = storedCommitHash(block);
      }
    });
  });
};
