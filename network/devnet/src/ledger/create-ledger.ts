import { common } from '@hyperledger/fabric-protos';
import type { SigningIdentity } from '../identity/identity';
import { type BlockStore, StoreError } from '../store/block-store';
import { equalBytes } from '../wire/bytes';
import { blockHeaderHash } from '../wire/hashes';
import { Ledger } from './ledger';
import { fabricRules, type LedgerRules } from './ledger-rules';
import { replay } from './replay';

/** What a ledger is opened with. */
export interface LedgerOptions {
  readonly channel: string;
  /** Block 0. Written where the store is empty, compared where it is not. */
  readonly genesis: common.Block;
  /** Where blocks survive: `openStore(folder).blocks(channel)`, or a `MemoryBlockStore`. */
  readonly store: BlockStore;
  /** The orderer that signs blocks. */
  readonly signer?: SigningIdentity;
  /** How envelopes are judged; Fabric's rules when left out. */
  readonly rules?: LedgerRules;
  /** How far the network's clock is from this machine's, in milliseconds; 0 when left out. */
  readonly timeShift?: () => number;
}

/**
 * Opens the ledger of a channel: writes its genesis block, or replays what is there.
 * @throws StoreError where the store is damaged, or holds another channel's ledger
 */
export function openLedger(options: LedgerOptions): Ledger {
  const { channel, genesis, store, signer, rules = fabricRules, timeShift = () => 0 } = options;
  const stored = store.block(0);
  const first = stored === undefined ? genesis : readGenesis(channel, stored);
  const header = genesis.getHeader() ?? new common.BlockHeader();
  const hash = headerHash(header);
  if (stored === undefined) {
    const bytes = withFlags(genesis).serializeBinary();
    store.append({ number: 0, hash, bytes, privateRecords: [], scrubs: [], timeShift: 0 });
  } else if (!equalBytes(headerHash(first.getHeader() ?? new common.BlockHeader()), hash)) {
    throw new StoreError(
      `the stored ledger of channel ${channel} begins with another genesis block. ` +
        'Start with the configuration it was made with, or remove the data folder to start anew.',
      'corrupt',
    );
  }
  const config = rules.loadConfig(channel, configOf(first));
  const ledger = new Ledger({ channel, config, store, rules, signer, timeShift });
  replay(ledger, store, rules);
  return ledger;
}

/** The stored genesis block of a channel, for a start that has nothing but the store. */
export function storedGenesis(store: BlockStore): common.Block | undefined {
  const bytes = store.block(0);
  return bytes && common.Block.deserializeBinary(bytes);
}

function readGenesis(channel: string, bytes: Uint8Array): common.Block {
  try {
    const block = common.Block.deserializeBinary(bytes);
    configOf(block);
    return block;
  } catch (cause) {
    throw new StoreError(
      `the stored ledger of channel ${channel} is damaged at block 0: it cannot be read. Nothing was changed. ` +
        'Restore the data folder from a copy, or remove it to start with an empty ledger.',
      'corrupt',
      { cause },
    );
  }
}

const headerHash = (header: common.BlockHeader): Uint8Array =>
  blockHeaderHash(header.getNumber(), header.getPreviousHash_asU8(), header.getDataHash_asU8());

/** The configuration in a genesis block. */
function configOf(block: common.Block): common.Config {
  const [envelope] = block.getData()?.getDataList_asU8() ?? [];
  if (envelope === undefined) throw new Error('a genesis block holds one envelope');
  const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(envelope).getPayload_asU8());
  const config = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8()).getConfig();
  if (config === undefined) throw new Error('a genesis block holds a configuration');
  return config;
}

/** The block with its metadata as a peer keeps it: one transaction, valid. */
function withFlags(genesis: common.Block): common.Block {
  const block = genesis.clone();
  const entries = [...(genesis.getMetadata()?.getMetadataList_asU8() ?? [])];
  while (entries.length < 5) entries.push(new Uint8Array());
  entries[2] = Uint8Array.of(0);
  const metadata = new common.BlockMetadata();
  metadata.setMetadataList(entries);
  block.setMetadata(metadata);
  return block;
}
