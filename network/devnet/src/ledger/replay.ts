import { common, peer } from '@hyperledger/fabric-protos';
import { FieldReader } from '../protobuf/reader';
import { StoreError } from '../store/block-store';
import type { BlockStore } from '../store/block-store';
import { equalBytes } from '../wire/bytes';
import { blockDataHash, blockHeaderDer, commitHash, sha256 } from '../wire/hashes';
import type { Ledger } from './ledger';
import type { LedgerRules } from './ledger-rules';
import { PrivateUpdates } from './private-updates';
import { readCommittedEnvelope } from './read-envelope';
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

  const updates = new StateUpdates(ledger.state, number, number);
  const privates = new PrivateUpdates(ledger.state, number, number);
  const records = store.privateRecords(number);
  const indexed: IndexedTransaction[] = envelopes.map((envelope, transaction) => {
    const code = flags[transaction]!;
    const read = readCommittedEnvelope(envelope, code === VALID);
    if (read.config !== undefined) {
      const config = common.ConfigEnvelope.deserializeBinary(read.config).getConfig();
      if (config) ledger.config = rules.loadConfig(channel, config);
      tip.lastConfig = number;
    }
    if (read.writes !== undefined) {
      updates.apply(read.writes, transaction);
      for (const record of records) if (record.transaction === transaction) privates.apply(record);
      ledger.expiry.add(read.writes, { block: number, transaction }, (chaincode) => ledger.definition(chaincode));
    }
    return { transactionId: read.transactionId, timestamp: read.timestamp, code };
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
    lastConfig: tip.lastConfig,
  };
}

const NOTHING: Uint8Array = new Uint8Array();

/** Fields of a message that are bytes, by number, each as often as it stands there. */
function repeated(message: Uint8Array): Uint8Array[][] {
  const fields: Uint8Array[][] = [[], [], [], []];
  const reader = new FieldReader(message);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field < 4 && reader.isBytes()) fields[field]!.push(reader.bytes());
    else reader.skip();
  }
  return fields;
}

function readStoredBlock(bytes: Uint8Array): StoredBlock {
  const [, header, data, metadata] = repeated(bytes);
  const headerBytes = header?.[0] ?? NOTHING;
  const [, , previousHash, dataHash] = repeated(headerBytes);
  const entries = repeated(metadata?.[0] ?? NOTHING)[1] ?? [];
  const committed = repeated(entries[4] ?? NOTHING)[1]?.[0] ?? NOTHING;
  return {
    number: numberField(headerBytes),
    previousHash: previousHash?.[0] ?? NOTHING,
    dataHash: dataHash?.[0] ?? NOTHING,
    envelopes: repeated(data?.[0] ?? NOTHING)[1] ?? [],
    flags: entries[2] ?? NOTHING,
    commitHash: committed,
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
