import { randomBytes } from 'node:crypto';
import { common, peer } from '@hyperledger/fabric-protos';
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb';
import type { SigningIdentity } from '../identity/identity';
import { LIFECYCLE } from '../ledger/chaincode-definition';
import type { Endorsed, EndorserAnswer } from '../peer/answer';
import type { Endorser } from '../peer/endorse';
import { RequestError } from '../request-error';
import type { Channel, Consortium } from '../services/consortium';
import { prepareTransaction } from '../services/gateway/prepare-transaction';
import { transactionId } from '../wire/hashes';

/** A transaction of `_lifecycle` that the network makes itself, as an administrator of one of its organisations. */
export interface OwnTransaction {
  readonly channel: Channel;
  readonly administrator: SigningIdentity;
  readonly args: readonly (string | Uint8Array)[];
  readonly endorsers: readonly Endorser[];
}

const bytesOf = (value: string | Uint8Array): Uint8Array => (typeof value === 'string' ? Buffer.from(value) : value);

const chaincodeId = (): peer.ChaincodeID => {
  const id = new peer.ChaincodeID();
  id.setName(LIFECYCLE);
  return id;
};

const headerOf = ({ channel, administrator }: OwnTransaction, at: Date): common.Header => {
  const nonce = randomBytes(24);
  const extension = new peer.ChaincodeHeaderExtension();
  extension.setChaincodeId(chaincodeId());
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.ENDORSER_TRANSACTION);
  channelHeader.setChannelId(channel.name);
  channelHeader.setTimestamp(Timestamp.fromDate(at));
  channelHeader.setTxId(transactionId(nonce, administrator.bytes));
  channelHeader.setExtension$(extension.serializeBinary());
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(administrator.bytes);
  signatureHeader.setNonce(nonce);
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader.serializeBinary());
  return header;
};

const signedProposal = (transaction: OwnTransaction, at: Date): peer.SignedProposal => {
  const input = new peer.ChaincodeInput();
  input.setArgsList(transaction.args.map(bytesOf));
  const spec = new peer.ChaincodeSpec();
  spec.setChaincodeId(chaincodeId());
  spec.setInput(input);
  const invocation = new peer.ChaincodeInvocationSpec();
  invocation.setChaincodeSpec(spec);
  const payload = new peer.ChaincodeProposalPayload();
  payload.setInput(invocation.serializeBinary());
  const proposal = new peer.Proposal();
  proposal.setHeader(headerOf(transaction, at).serializeBinary());
  proposal.setPayload(payload.serializeBinary());
  const bytes = proposal.serializeBinary();
  const signed = new peer.SignedProposal();
  signed.setProposalBytes(bytes);
  signed.setSignature(transaction.administrator.sign(bytes));
  return signed;
};

const refusalOf = (answer: EndorserAnswer): string =>
  'message' in answer ? answer.message : answer.response.getMessage();

const endorsed = (answers: readonly EndorserAnswer[]): Endorsed[] =>
  answers.map((answer) => {
    if (answer.outcome === 'endorsed') return answer;
    throw new RequestError('conflict', refusalOf(answer));
  });

/**
 * Has a transaction endorsed by all of its endorsers, ordered and committed.
 * @throws RequestError where somebody refuses, in Fabric's words
 */
export const transact = async (transaction: OwnTransaction, { desk, machineTime }: Consortium): Promise<void> => {
  const { channel, administrator, endorsers } = transaction;
  const unpacked = desk.unpack(signedProposal(transaction, machineTime()));
  const { proposal, answer } = desk.check(unpacked, administrator.mspId);
  if (!proposal) throw new RequestError('conflict', refusalOf(answer));
  const answers = endorsed(await Promise.all(endorsers.map((endorser) => endorser.process(proposal))));
  const envelope = prepareTransaction(proposal, answers);
  envelope.setSignature(administrator.sign(envelope.getPayload_asU8()));
  const { status, info } = await channel.ordering.submit(envelope.serializeBinary());
  if (status !== common.Status.SUCCESS) throw new RequestError('conflict', info);
  const code = channel.ledger.transaction(proposal.transactionId)?.code;
  if (code === peer.TxValidationCode.VALID) return;
  throw new RequestError('conflict', `the transaction was found invalid (code ${code ?? 'unknown'})`);
};
