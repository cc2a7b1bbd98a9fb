import { common, ledger, peer } from '@hyperledger/fabric-protos';
import type { ChannelLedger } from '../../ledger/channel-ledger';
import { FieldWriter } from '../../protobuf/writer';
import { transactionsOf } from '../block-events';
import type { Bytes } from '../raw-service';

/** Makes the message for a block, for a reader of an organisation (MSP id). Peer's and orderer's messages have the same numbers for what both have. */
export type BlockResponse = (source: ChannelLedger, number: number, reader: string) => Bytes;

/** Field numbers of `protos.DeliverResponse`. */
const field = { status: 1, block: 2, filteredBlock: 3, blockAndPrivateData: 4 } as const;

const remembered = 256;

/** Serialises a block once for all who are sent it. */
const memoised = (make: (source: ChannelLedger, number: number) => Bytes): BlockResponse => {
  const made = new WeakMap<ChannelLedger, { branch: number; blocks: Map<number, Bytes> }>();
  const blocksOf = (source: ChannelLedger): Map<number, Bytes> => {
    const { branch } = source.position();
    const known = made.get(source);
    if (known?.branch === branch) return known.blocks;
    const blocks = new Map<number, Bytes>();
    made.set(source, { branch, blocks });
    return blocks;
  };
  return (source, number) => {
    const known = blocksOf(source);
    const before = known.get(number);
    if (before) return before;
    const bytes = make(source, number);
    if (known.size >= remembered) known.delete(known.keys().next().value!);
    known.set(number, bytes);
    return bytes;
  };
};

const blockOf = (source: ChannelLedger, number: number): common.Block => {
  const block = source.block(number);
  if (!block) throw new Error(`block ${number} is missing`);
  return block;
};

const wrap = (number: number, message: Uint8Array): Bytes =>
  Buffer.from(new FieldWriter().message(number, message).finish());

/** The whole block. */
export const wholeBlock: BlockResponse = memoised((source, number) =>
  wrap(field.block, blockOf(source, number).serializeBinary()),
);

const filteredAction = (event: peer.ChaincodeEvent): peer.FilteredChaincodeAction => {
  // Without its payload: this message is for those who may not read it.
  const bare = new peer.ChaincodeEvent();
  bare.setTxId(event.getTxId());
  bare.setChaincodeId(event.getChaincodeId());
  bare.setEventName(event.getEventName());
  const action = new peer.FilteredChaincodeAction();
  action.setChaincodeEvent(bare);
  return action;
};

/** Ids, codes and names of events only. */
export const filteredBlock: BlockResponse = memoised((source, number) => {
  const filtered = new peer.FilteredBlock();
  filtered.setNumber(number);
  for (const { channel, transactionId, type, code, events } of transactionsOf(blockOf(source, number))) {
    filtered.setChannelId(channel);
    const transaction = new peer.FilteredTransaction();
    transaction.setTxid(transactionId);
    transaction.setType(type as ReturnType<typeof transaction.getType>);
    transaction.setTxValidationCode(code as ReturnType<typeof transaction.getTxValidationCode>);
    if (type === common.HeaderType.ENDORSER_TRANSACTION) {
      const actions = new peer.FilteredTransactionActions();
      actions.setChaincodeActionsList(events.filter((event) => event.getChaincodeId() !== '').map(filteredAction));
      transaction.setTransactionActions(actions);
    }
    filtered.addFilteredTransactions(transaction);
  }
  return wrap(field.filteredBlock, filtered.serializeBinary());
});

/** Whether a collection's clear data may leave the peer for a reader of this organisation. */
const mayRead = (source: ChannelLedger, chaincode: string, collection: string, reader: string): boolean => {
  const definition = source.definition(chaincode)?.collections.find((each) => each.getName() === collection);
  if (!definition?.getMemberOnlyRead()) return true;
  const members = definition.getMemberOrgsPolicy()?.getSignaturePolicy()?.serializeBinary() ?? new Uint8Array();
  return source.config.endorsingSetsOfSignaturePolicy(members).some((set) => set.includes(reader));
};

const readable = (set: ledger.rwset.TxPvtReadWriteSet, source: ChannelLedger, reader: string) => {
  for (const namespace of set.getNsPvtRwsetList()) {
    const collections = namespace.getCollectionPvtRwsetList();
    namespace.setCollectionPvtRwsetList(
      collections.filter((each) => mayRead(source, namespace.getNamespace(), each.getCollectionName(), reader)),
    );
  }
  set.setNsPvtRwsetList(set.getNsPvtRwsetList().filter((each) => each.getCollectionPvtRwsetList().length > 0));
  return set;
};

/** The whole block with the clear private writes that an organisation holds, as far as the reader may see them. */
export const blockWithPrivateData =
  (mspId: string): BlockResponse =>
  (source, number, reader) => {
    const message = new peer.BlockAndPrivateData();
    message.setBlock(blockOf(source, number));
    for (const [index, bytes] of source.privateData(mspId, number)) {
      const set = readable(ledger.rwset.TxPvtReadWriteSet.deserializeBinary(bytes), source, reader);
      if (set.getNsPvtRwsetList().length > 0) message.getPrivateDataMapMap().set(index, set);
    }
    return wrap(field.blockAndPrivateData, message.serializeBinary());
  };

/** Header and metadata of a block; its data only where it is a configuration. */
export const headerOnly: BlockResponse = (source, number, reader) => {
  const block = blockOf(source, number);
  const [first] = transactionsOf(block);
  if (first?.type === common.HeaderType.CONFIG) return wholeBlock(source, number, reader);
  const bare = new common.Block();
  bare.setHeader(block.getHeader());
  bare.setMetadata(block.getMetadata());
  return wrap(field.block, bare.serializeBinary());
};

/** The message that ends a request. */
export const statusResponse = (status: number): Bytes => {
  const response = new peer.DeliverResponse();
  response.setStatus(status as ReturnType<typeof response.getStatus>);
  return Buffer.from(response.serializeBinary());
};
