import { common, ledger, peer } from '@hyperledger/fabric-protos';
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb';
import type { SigningIdentity } from '../../src/identity/identity';
import { proposalHash, transactionId } from '../../src/wire/hashes';
import { channelName } from './channel';

const { rwset } = ledger;
const { kvrwset } = rwset;

/** What a transaction writes, by namespace. */
export interface TestWrites {
  readonly keys?: readonly string[];
  readonly metadataOf?: readonly string[];
  readonly collections?: Readonly<
    Record<string, { readonly hashes?: readonly string[]; readonly metadataOf?: readonly string[] }>
  >;
}

/** Parts of a transaction that a test wants otherwise than they should be. */
export interface TransactionOptions {
  readonly creator: SigningIdentity;
  readonly endorsers: readonly SigningIdentity[];
  readonly chaincode?: string;
  readonly writes?: Readonly<Record<string, TestWrites>>;
  readonly results?: Uint8Array;
  readonly nonce?: Uint8Array;
  readonly signer?: SigningIdentity;
  readonly data?: Uint8Array;
  channelHeader?(header: common.ChannelHeader): void;
  signatureHeader?(header: common.SignatureHeader): void;
  action?(action: peer.ChaincodeAction): void;
  response?(response: peer.ProposalResponsePayload): void;
  payload?(payload: peer.ChaincodeActionPayload): void;
  transaction?(transaction: peer.Transaction): void;
}

const metadata = (key: string): ledger.rwset.kvrwset.KVMetadataWrite => {
  const write = new kvrwset.KVMetadataWrite();
  write.setKey(key);
  return write;
};

const publicSet = ({ keys = [], metadataOf = [] }: TestWrites): Uint8Array => {
  const set = new kvrwset.KVRWSet();
  for (const key of keys) {
    const write = new kvrwset.KVWrite();
    write.setKey(key);
    write.setValue(Buffer.from('value'));
    set.addWrites(write);
  }
  set.setMetadataWritesList(metadataOf.map(metadata));
  return set.serializeBinary();
};

const hashedSet = (hashes: readonly string[], metadataOf: readonly string[]): Uint8Array => {
  const set = new kvrwset.HashedRWSet();
  for (const hash of hashes) {
    const write = new kvrwset.KVWriteHash();
    write.setKeyHash(Buffer.from(hash));
    write.setValueHash(Buffer.from('value'));
    set.addHashedWrites(write);
  }
  for (const hash of metadataOf) {
    const write = new kvrwset.KVMetadataWriteHash();
    write.setKeyHash(Buffer.from(hash));
    set.addMetadataWrites(write);
  }
  return set.serializeBinary();
};

const namespaceSet = (namespace: string, writes: TestWrites): ledger.rwset.NsReadWriteSet => {
  const set = new rwset.NsReadWriteSet();
  set.setNamespace(namespace);
  set.setRwset(publicSet(writes));
  for (const [name, { hashes = [], metadataOf = [] }] of Object.entries(writes.collections ?? {})) {
    const collection = new rwset.CollectionHashedReadWriteSet();
    collection.setCollectionName(name);
    collection.setHashedRwset(hashedSet(hashes, metadataOf));
    set.addCollectionHashedRwset(collection);
  }
  return set;
};

/** Serialised `TxReadWriteSet`. */
export const readWriteSet = (writes: readonly (readonly [string, TestWrites])[]): Uint8Array => {
  const set = new rwset.TxReadWriteSet();
  set.setNsRwsetList(writes.map(([namespace, content]) => namespaceSet(namespace, content)));
  return set.serializeBinary();
};

const chaincodeId = (name: string, version: string): peer.ChaincodeID => {
  const id = new peer.ChaincodeID();
  id.setName(name);
  id.setVersion(version);
  return id;
};

const headers = (options: TransactionOptions) => {
  const nonce = options.nonce ?? Buffer.from('a nonce of 24 characters');
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(options.creator.bytes);
  signatureHeader.setNonce(nonce);
  options.signatureHeader?.(signatureHeader);
  const extension = new peer.ChaincodeHeaderExtension();
  extension.setChaincodeId(chaincodeId(options.chaincode ?? 'trade', ''));
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.ENDORSER_TRANSACTION);
  channelHeader.setChannelId(channelName);
  channelHeader.setTxId(transactionId(nonce, options.creator.bytes));
  channelHeader.setTimestamp(Timestamp.fromDate(new Date(1_700_000_000_123)));
  channelHeader.setExtension$(extension.serializeBinary());
  options.channelHeader?.(channelHeader);
  return { signatureHeader: signatureHeader.serializeBinary(), channelHeader: channelHeader.serializeBinary() };
};

const endorse = (signer: SigningIdentity, responsePayload: Uint8Array): peer.Endorsement => {
  const endorsement = new peer.Endorsement();
  endorsement.setEndorser(signer.bytes);
  endorsement.setSignature(signer.sign(Buffer.concat([responsePayload, signer.bytes])));
  return endorsement;
};

const transactionData = (options: TransactionOptions, header: ReturnType<typeof headers>): Uint8Array => {
  const chaincode = options.chaincode ?? 'trade';
  const action = new peer.ChaincodeAction();
  action.setChaincodeId(chaincodeId(chaincode, '1.0'));
  action.setResults(
    options.results ?? readWriteSet(Object.entries(options.writes ?? { [chaincode]: { keys: ['k'] } })),
  );
  const response = new peer.Response();
  response.setStatus(200);
  action.setResponse(response);
  options.action?.(action);
  const proposal = Buffer.from('proposal payload');
  const responsePayload = new peer.ProposalResponsePayload();
  responsePayload.setProposalHash(proposalHash(header.channelHeader, header.signatureHeader, proposal));
  responsePayload.setExtension$(action.serializeBinary());
  options.response?.(responsePayload);
  const responseBytes = responsePayload.serializeBinary();
  const endorsed = new peer.ChaincodeEndorsedAction();
  endorsed.setProposalResponsePayload(responseBytes);
  endorsed.setEndorsementsList(options.endorsers.map((endorser) => endorse(endorser, responseBytes)));
  const payload = new peer.ChaincodeActionPayload();
  payload.setChaincodeProposalPayload(proposal);
  payload.setAction(endorsed);
  options.payload?.(payload);
  const transactionAction = new peer.TransactionAction();
  transactionAction.setHeader(header.signatureHeader);
  transactionAction.setPayload(payload.serializeBinary());
  const transaction = new peer.Transaction();
  transaction.addActions(transactionAction);
  options.transaction?.(transaction);
  return transaction.serializeBinary();
};

/** An endorser transaction as a client would send it to the orderer, with whatever the test bends. */
export const newTransaction = (options: TransactionOptions): Uint8Array => {
  const content = headers(options);
  const header = new common.Header();
  header.setChannelHeader(content.channelHeader);
  header.setSignatureHeader(content.signatureHeader);
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(options.data ?? transactionData(options, content));
  const bytes = payload.serializeBinary();
  const envelope = new common.Envelope();
  envelope.setPayload(bytes);
  envelope.setSignature((options.signer ?? options.creator).sign(bytes));
  return envelope.serializeBinary();
};
