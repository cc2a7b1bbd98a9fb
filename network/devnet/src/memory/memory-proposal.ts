import { randomBytes } from 'node:crypto';
import { common, peer } from '@hyperledger/fabric-protos';
import { encodeInput } from '../chaincode/invocation-input';
import type { ChannelConfig } from '../config/channel-config';
import type { EndorserTransaction } from '../ledger/transaction';
import { readReadWriteSet } from '../ledger/read-rwset';
import type { Proposal, SimulationResult } from '../peer/simulation';
import { FieldWriter } from '../protobuf/writer';
import { encodeTimestamp } from '../state/query-iterator';
import { proposalHash, transactionId } from '../wire/hashes';
import type { MemoryIdentity } from './memory-identity';

/** What a proposal is made of. */
export interface ProposalRequest {
  readonly config: ChannelConfig;
  readonly identity: MemoryIdentity;
  readonly chaincode: string;
  readonly args: readonly Uint8Array[];
  readonly transient: ReadonlyMap<string, Uint8Array>;
  /** Milliseconds since the epoch: what the chaincode sees as the transaction's time. */
  readonly timestamp: number;
  /** Derived from nonce and creator when left out. */
  readonly transactionId: string | undefined;
}

/** A proposal with the parts an envelope is made of. */
export interface MemoryProposal extends Proposal {
  readonly channelHeader: Uint8Array;
  readonly signatureHeader: Uint8Array;
  readonly publicPayload: Uint8Array;
}

const named = (name: string): Uint8Array => new FieldWriter().string(2, name).finish();

/** Builds a proposal as a client would, but for its signature. */
export function createProposal(request: ProposalRequest): MemoryProposal {
  const { config, identity, chaincode, args, transient, timestamp } = request;
  const nonce = randomBytes(24);
  const id = request.transactionId ?? transactionId(nonce, identity.bytes);
  const channelHeader = new FieldWriter()
    .number(1, common.HeaderType.ENDORSER_TRANSACTION)
    .message(3, encodeTimestamp(timestamp))
    .string(4, config.channel)
    .string(5, id)
    .bytes(7, new FieldWriter().message(2, named(chaincode)).finish())
    .finish();
  const signatureHeader = new FieldWriter().bytes(1, identity.bytes).bytes(2, nonce).finish();
  const header = new FieldWriter().bytes(1, channelHeader).bytes(2, signatureHeader).finish();
  const input = encodeInput({ args, isInit: false });
  const spec = new FieldWriter().number(1, 2).message(2, named(chaincode)).message(3, input).finish();
  const invocation = new FieldWriter().message(1, spec).finish();
  const publicPayload = new FieldWriter().bytes(1, invocation).finish();
  const payload = new FieldWriter().bytes(1, invocation);
  for (const [key, value] of transient) {
    payload.message(2, new FieldWriter().string(1, key).bytes(2, value).finish());
  }
  const payloadBytes = payload.finish();
  const signed = new peer.SignedProposal();
  signed.setProposalBytes(new FieldWriter().bytes(1, header).bytes(2, payloadBytes).finish());
  return {
    channel: config.channel,
    transactionId: id,
    chaincode,
    timestamp,
    creator: config.identity(identity.bytes),
    args,
    transient,
    isInit: false,
    signed,
    headerBytes: header,
    payloadBytes,
    channelHeader,
    signatureHeader,
    publicPayload,
  };
}

/** `peer.ProposalResponsePayload`: what endorsers must agree on. */
function responsePayload(
  proposal: MemoryProposal,
  result: Pick<SimulationResult, 'response' | 'event' | 'publicSet'>,
  version: string,
): Uint8Array {
  const chaincodeId = new FieldWriter().string(2, proposal.chaincode).string(3, version).finish();
  const action = new FieldWriter()
    .bytes(1, result.publicSet)
    .bytes(2, result.event?.serializeBinary())
    .message(3, result.response.serializeBinary())
    .message(4, chaincodeId)
    .finish();
  const hash = proposalHash(proposal.channelHeader, proposal.signatureHeader, proposal.publicPayload);
  return new FieldWriter().bytes(1, hash).bytes(2, action).finish();
}

/** The transaction of an endorsed proposal, and its envelope as it goes into a block: everything but signatures. */
export function createTransaction(
  proposal: MemoryProposal,
  result: Pick<SimulationResult, 'response' | 'event' | 'publicSet'>,
  version: string,
  endorsers: readonly Uint8Array[],
): { envelope: Uint8Array; transaction: EndorserTransaction } {
  const payload = responsePayload(proposal, result, version);
  const endorsed = new FieldWriter().bytes(1, payload);
  for (const endorser of endorsers) endorsed.message(2, new FieldWriter().bytes(1, endorser).finish());
  const action = new FieldWriter().bytes(1, proposal.publicPayload).message(2, endorsed.finish()).finish();
  const transactionAction = new FieldWriter().bytes(1, proposal.signatureHeader).bytes(2, action).finish();
  const data = new FieldWriter().message(1, transactionAction).finish();
  const envelope = new FieldWriter()
    .bytes(1, new FieldWriter().message(1, proposal.headerBytes).bytes(2, data).finish())
    .finish();
  const chaincodeId = new peer.ChaincodeID();
  chaincodeId.setName(proposal.chaincode);
  chaincodeId.setVersion(version);
  const transaction: EndorserTransaction = {
    channel: proposal.channel,
    transactionId: proposal.transactionId,
    chaincode: proposal.chaincode,
    creator: proposal.creator,
    timestamp: proposal.timestamp,
    responsePayload: payload,
    response: result.response,
    chaincodeId,
    event: result.event,
    writes: readReadWriteSet(result.publicSet),
    endorsements: endorsers.map((identity) => ({ identity, signature: new Uint8Array() })),
  };
  return { envelope, transaction };
}
