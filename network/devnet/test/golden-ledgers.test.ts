import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { common } from '@hyperledger/fabric-protos';
import { acceptConfigEnvelope } from '../src/config/config-update';
import { loadChannelConfig, type LoadedConfig } from '../src/config/load-config';
import { parseEnvelope } from '../src/ledger/validation/form';
import { blockDataHash, blockHeaderHash } from '../src/wire/hashes';
import { readBlockFile } from './golden/block-file';
import { channelHeaderOf, configEnvelopeOf, envelopesOf, flagsOf, numberOf, testDataFolder } from './golden/blocks';
import { ordererSignatures } from './golden/orderer-signatures';
import { Replay, storedCommitHash } from './golden/replay';

const folder = testDataFolder();

if (!folder) {
  console.warn(
    'SKIPPED: ledgers written by Fabric’s own tests are not at hand; set FABRIC_TESTDATA to the folder that holds them',
  );
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const ledgers = ['fabric20-testchannel.blockfile', 'fabric-snapshot-testdata.blockfile'];

(folder ? describe : describe.skip).each(ledgers)('the ledger %s from the test data of Fabric', (file) => {
  const blocks = folder ? readBlockFile(join(folder, file)) : [];
  const [genesis] = blocks;
  const channel = genesis ? channelHeaderOf(envelopesOf(genesis)[0]!).getChannelId() : '';

  const first = (): LoadedConfig => loadChannelConfig(channel, configEnvelopeOf(genesis!).getConfig()!);

  it('has hashes that are found again', () => {
    for (const [index, block] of blocks.slice(1).entries()) {
      const header = block.getHeader()!;
      expect(hex(blockDataHash(envelopesOf(block)))).toBe(hex(header.getDataHash_asU8()));
      const before = blocks[index]!.getHeader()!;
      const previous = blockHeaderHash(before.getNumber(), before.getPreviousHash_asU8(), before.getDataHash_asU8());
      expect(hex(header.getPreviousHash_asU8())).toBe(hex(previous));
    }
  });

  it('has envelopes, updates of its configuration and signatures of orderers that are found in order', () => {
    let config = first();
    const updates: number[] = [];
    for (const block of blocks.slice(1)) {
      const signatures = ordererSignatures(block, config);
      expect(signatures.length).toBeGreaterThan(0);
      expect(signatures.every(({ isValid }) => isValid)).toBe(true);
      for (const envelope of envelopesOf(block)) {
        const parsed = parseEnvelope(envelope, config);
        expect(parsed.kind).not.toBe('invalid');
        if (parsed.kind === 'config') {
          config = acceptConfigEnvelope(config, parsed.envelope);
          updates.push(config.sequence);
        }
      }
    }
    expect(updates).toEqual(updates.map((_, index) => first().sequence + index + 1));
  });

  it('validates to the codes and commit hashes that its peer stored', () => {
    const replay = new Replay(first());
    // One of the ledgers does not begin at its first block: the hash runs on from what its first one has.
    let previous = storedCommitHash(genesis!);
    for (const block of blocks.slice(1)) {
      const isConfig = channelHeaderOf(envelopesOf(block)[0]!).getType() === common.HeaderType.CONFIG;
      const outcome = replay.apply(block, previous);
      // How a configuration went into the state changed between Fabric's versions: those blocks are compared by their codes.
      const hash = isConfig ? storedCommitHash(block) : outcome.commitHash;
      expect({ block: numberOf(block), flags: [...outcome.flags], hash: hex(hash) }).toEqual({
        block: numberOf(block),
        flags: [...flagsOf(block)],
        hash: hex(storedCommitHash(block)),
      });
      previous = storedCommitHash(block);
    }
  });
});

(folder ? describe : describe.skip).each(['etcdraft-config.block', 'smartbft-config.block'])(
  'the configuration block %s from the test data of Fabric',
  (file) => {
    it('is read, its policies compiled', () => {
      const block = common.Block.deserializeBinary(readFileSync(join(folder!, file)));
      const channel = channelHeaderOf(envelopesOf(block)[0]!).getChannelId();
      const config = loadChannelConfig(channel, configEnvelopeOf(block).getConfig()!);
      expect(config.orderers.length).toBeGreaterThan(0);
    });
  },
);
