import { common, peer } from '@hyperledger/fabric-protos';
import { FieldReader } from '../protobuf/reader';
import { StoreError } from '../store/block-store';
import type { BlockStore } from '../store/block-store';
import { equalBytes } from '../wire/bytes';
import { blockDataHash, blockHeaderDer, commitHash, sha256 } from '../wire/hashes';
import type { Ledger } from './ledger';
import type { LedgerRules } from './ledger-rules';
import { PrivateUpdates } from './private-updates';
import { descend, readCommittedEnvelope } from './read-envelope';
import { StateUpdates } from './state-updates';
import type { IndexedTransaction } from './transaction-index';

const { VALID } = peer.TxValidationCode;

/** A stored block, as far as replay needs it. */
interface StoredBlock {
  readonly number: number;
  readonly previousHash: Uint8Array;
  readonly dataHash: Uint8Array;
  readonly envelopes: readonly Uint8Array[];
  readonly flags: Uint8Array;
  readonly commitHash: Uint8Array;
}

const corrupt = (channel: string, number: number, what: string, cause?: unknown): StoreError =>
  new StoreError(
    `the stored ledger of channel ${channel} is damaged at block ${number}: ${what}. Nothing was changed. ` +
      'Restore the data folder from a copy, or remove it to start with an empty ledger.',
    'corrupt',
    { cause },
  );

/**
 * Brings a ledger to where its store says it was. Validation codes are taken as stored, signatures are not verified again;
 * the chain of block hashes and the chain of commit hashes are, so that neither blocks nor state differ from what was
 * acknowledged.
 * @throws StoreError (`corrupt`) where they do
 */
export function replay(ledger: Ledger, store: BlockStore, rules: LedgerRules): void {
  const height = store.height();
  for (let number = 0; number < height; number += 1) {
    const bytes = store.block(number);
    if (bytes === undefined) throw corrupt(ledger.channel, number, 'the block is missing');
    try {
      replayBlock(ledger, store, rules, readStoredBlock(bytes));
    } catch (error) {
      if (error instanceof StoreError) throw error;
      throw corrupt(ledger.channel, number, 'it cannot be read', error);
    }
  }
}

function replayBlock(ledger: Ledger, store: BlockStore, rules: LedgerRules, block: StoredBlock): void {
  const { number, envelopes, flags } = block;
  const { tip, channel } = ledger;
  if (number !== tip.height) throw corrupt(channel, tip.height, 'its number is another one');
  if (!equalBytes(block.previousHash, tip.hash)) throw corrupt(channel, number, 'it does not follow the block before');
  if (!equalBytes(block.dataHash, blockDataHash(envelopes))) throw corrupt(channel, number, 'its content was changed');
  if (flags.length !== envelopes.length) throw corrupt(channel, number, 'validation codes are missing');

  let { lastConfig } = tip;
  const updates = new StateUpdates(ledger.state, number, number);
  const privates = new PrivateUpdates(ledger.state, number, number);
  const records = store.privateRecords(number);
  const timeShift = store.timeShift(number);
  const indexed: IndexedTransaction[] = envelopes.map((envelope, transaction) => {
    const code = flags[transaction]!;
    const read = readCommittedEnvelope(envelope, code === VALID);
    if (read.config !== undefined) {
      const config = common.ConfigEnvelope.deserializeBinary(read.config).getConfig();
      if (config) ledger.adopt(rules.loadConfig(channel, config), number);
      lastConfig = number;
    }
    if (read.writes !== undefined) {
      updates.apply(read.writes, transaction);
      for (const record of records) if (record.transaction === transaction) privates.apply(record);
      ledger.expiry.add(read.writes, { block: number, transaction }, (chaincode) => ledger.definition(chaincode));
    }
    return { transactionId: read.transactionId, timestamp: read.timestamp + timeShift, code };
  });
  privates.finish();
  ledger.expiry.expire(number, ledger.state, privates);
  privates.forget(ledger.config.organisations);
  const hash = number === 0 ? new Uint8Array() : commitHash(flags, updates.bytes(), tip.commitHash);
  if (!equalBytes(hash, block.commitHash))
    throw corrupt(channel, number, 'its commit hash does not agree with its writes');
  ledger.index.add(number, indexed);
  ledger.tip = {
    height: number + 1,
    hash: sha256(blockHeaderDer(number, block.previousHash, block.dataHash)),
    commitHash: hash,
    lastConfig,
  };
}

/** All fields of a message with number `wanted`, which hold bytes. */
function repeated(message: Uint8Array, wanted: number): Uint8Array[] {
  const values: Uint8Array[] = [];
  const reader = new FieldReader(message);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === wanted && reader.isBytes()) values.push(reader.bytes());
    else reader.skip();
  }
  return values;
}

function readStoredBlock(bytes: Uint8Array): StoredBlock {
  const header = descend(bytes, 1);
  const metadata = repeated(descend(bytes, 3), 1);
  const entry = (index: number): Uint8Array => metadata[index] ?? new Uint8Array();
  return {
    number: numberField(header),
    previousHash: descend(header, 2),
    dataHash: descend(header, 3),
    envelopes: repeated(descend(bytes, 2), 1),
    flags: entry(2),
    commitHash: descend(entry(4), 1),
  };
}

function numberField(header: Uint8Array): number {
  const reader = new FieldReader(header);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) return reader.varint();
    reader.skip();
  }
  return 0;
}
