import { common } from '@hyperledger/fabric-protos';
import { openLedger } from '../ledger/create-ledger';
import type { Ledger } from '../ledger/ledger';
import { RequestError } from '../request-error';
import type { BlockRecord, BlockStore } from '../store/block-store';
import { MemoryBlockStore } from '../store/memory-store';
import { blockHeaderHash } from '../wire/hashes';
import type { DumpedBlock } from './dump';

/** The blocks of a store, for a dump. */
export const dumpedBlocks = (store: BlockStore): DumpedBlock[] =>
  Array.from({ length: store.height() }, (_, number) => ({
    number,
    bytes: store.block(number)!,
    timeShift: store.timeShift(number),
    privateRecords: store.privateRecords(number),
  }));

const recordOf = ({ number, bytes, timeShift, privateRecords }: DumpedBlock): BlockRecord => {
  const header = common.Block.deserializeBinary(bytes).getHeader() ?? new common.BlockHeader();
  const hash = blockHeaderHash(header.getNumber(), header.getPreviousHash_asU8(), header.getDataHash_asU8());
  return { number, hash, bytes, timeShift, privateRecords, scrubs: [] };
};

/** A channel's dumped blocks as a store takes them, and the ledger that they come to. */
export interface LoadedLedger {
  readonly records: readonly BlockRecord[];
  readonly ledger: Ledger;
}

/**
 * Replays dumped blocks: hashes and state must come out as they say.
 * @throws RequestError where they do not
 */
export const replayDump = (channel: string, blocks: readonly DumpedBlock[]): LoadedLedger => {
  try {
    const records = blocks.map(recordOf);
    const store = new MemoryBlockStore();
    for (const record of records) store.append(record);
    const genesis = common.Block.deserializeBinary(blocks[0]?.bytes ?? new Uint8Array());
    return { records, ledger: openLedger({ channel, genesis, store }) };
  } catch (error) {
    throw new RequestError(
      'invalid',
      `the dump's blocks of channel ${channel} do not hold: ${(error as Error).message}`,
    );
  }
};
