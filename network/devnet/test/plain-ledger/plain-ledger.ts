import { createHash } from 'node:crypto';
import { common, peer } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../../src/config/channel-config';
import type { Identity } from '../../src/identity/identity';
import { openLedger } from '../../src/ledger/create-ledger';
import type { Ledger } from '../../src/ledger/ledger';
import type { LedgerRules } from '../../src/ledger/ledger-rules';
import { descend, readCommittedEnvelope } from '../../src/ledger/read-envelope';
import type { EndorserTransaction } from '../../src/ledger/transaction';
import { FieldWriter } from '../../src/protobuf/writer';
import { encodeTimestamp } from '../../src/state/query-iterator';
import { ReadWriteSetBuilder } from '../../src/state/read-write-set';
import type { BlockStore } from '../../src/store/block-store';

/** The organisations of a plain ledger. */
export const holders = ['AMSP', 'BMSP'] as const;

/** The collection that AMSP alone holds. */
export const ownCollection = '_implicit_org_AMSP';

/** A genesis block that says nothing but a sequence. */
export function plainGenesis(sequence = 0): common.Block {
  const config = new FieldWriter().number(1, sequence).message(2, new Uint8Array()).finish();
  const data = new FieldWriter().message(1, config).finish();
  const channelHeader = new FieldWriter().number(1, common.HeaderType.CONFIG).string(4, 'plain').finish();
  const payload = new FieldWriter()
    .message(1, new FieldWriter().bytes(1, channelHeader).finish())
    .bytes(2, data)
    .finish();
  const envelope = new FieldWriter().bytes(1, payload).finish();
  const header = new common.BlockHeader();
  header.setDataHash(createHash('sha256').update(envelope).digest());
  const blockData = new common.BlockData();
  blockData.setDataList([envelope]);
  const block = new common.Block();
  block.setHeader(header);
  block.setData(blockData);
  return block;
}

/** Rules that find everything well-formed and endorsed: what is tested is what comes after. */
const rules: LedgerRules = {
  checkEndorsements: () => peer.TxValidationCode.VALID,
  loadConfig: (channel) => ({ channel, organisations: holders, endorsingSets: () => [] }) as unknown as ChannelConfig,
  acceptConfig: (current) => current,
  parse: (envelope) => {
    const { transactionId, timestamp, writes } = readCommittedEnvelope(envelope, true);
    const transaction: EndorserTransaction = {
      channel: 'plain',
      transactionId,
      chaincode: 'cc',
      creator: {} as Identity,
      timestamp,
      responsePayload: descend(envelope, 1, 2),
      response: new peer.Response(),
      chaincodeId: new peer.ChaincodeID(),
      event: undefined,
      writes: writes ?? { namespaces: [] },
      endorsements: [],
    };
    return { kind: 'endorser', transaction };
  },
};

export const openPlainLedger = (store: BlockStore, genesis = plainGenesis()): Ledger =>
  openLedger({ channel: 'plain', genesis, store, rules });

/** A transaction that writes what `write` says. */
export function plainTransaction(
  transactionId: string,
  write: (set: ReadWriteSetBuilder) => void,
): { envelope: Uint8Array; privateSet: Uint8Array | undefined } {
  const builder = new ReadWriteSetBuilder();
  write(builder);
  const { publicSet, privateSet } = builder.build();
  const nest = (field: number, inner: Uint8Array) => new FieldWriter().message(field, inner).finish();
  const response = nest(2, nest(1, publicSet));
  const action = nest(2, nest(2, nest(1, response)));
  const channelHeader = new FieldWriter()
    .number(1, common.HeaderType.ENDORSER_TRANSACTION)
    .message(3, encodeTimestamp(1_700_000_000_000))
    .string(5, transactionId)
    .finish();
  const payload = new FieldWriter().message(1, nest(1, channelHeader)).bytes(2, nest(1, action)).finish();
  return { envelope: nest(1, payload), privateSet };
}

/** Commits one block of such a transaction, its clear private writes handed in before. */
export async function commit(
  ledger: Ledger,
  transactionId: string,
  write: (set: ReadWriteSetBuilder) => void,
): Promise<void> {
  const { envelope, privateSet } = plainTransaction(transactionId, write);
  if (privateSet !== undefined) ledger.keepPrivate(transactionId, privateSet);
  await ledger.append([envelope]);
}

/** The value of a key now, as text. */
export const valueOf = (ledger: Ledger, key: string): string | undefined => {
  const value = ledger.state.publicMap('cc').at(key, ledger.height())?.value;
  return value && Buffer.from(value).toString();
};

/** Likewise a private one, as AMSP holds it. */
export const privateValueOf = (ledger: Ledger, key: string): string | undefined => {
  const value = ledger.state.privateMap('AMSP', 'cc', ownCollection).at(key, ledger.height())?.value;
  return value && Buffer.from(value).toString();
};
