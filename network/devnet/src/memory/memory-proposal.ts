import { randomFillSync } from 'node:crypto';
import { common, peer } from '@hyperledger/fabric-protos';
import { encodeInput } from '../chaincode/invocation-input';
import type { ChannelConfig } from '../config/channel-config';
import type { EndorserTransaction } from '../ledger/transaction';
import { readReadWriteSet } from '../ledger/read-rwset';
import type { Proposal, SimulationResult } from '../peer/simulation';
import { assemble, field, FieldWriter, join } from '../protobuf/writer';
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

const NONCE = 24;
/** Randomness for many nonces at a time: drawing it costs more than using it. */
const pool = Buffer.alloc(256 * NONCE);
let drawn = pool.length;

function nextNonce(): Uint8Array {
  if (drawn === pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  drawn += NONCE;
  return pool.subarray(drawn - NONCE, drawn);
}

const named = (name: string): Uint8Array => new FieldWriter().string(2, name).finish();

/** Builds a proposal as a client would, but for its signature. */
export function createProposal(request: ProposalRequest): MemoryProposal {
  const { config, identity, chaincode, args, transient, timestamp } = request;
  const nonce = nextNonce();
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
  const spec = join(new FieldWriter().number(1, 2).message(2, named(chaincode)).finish(), field(3, input));
  const publicPayload = assemble(field(1, field(1, spec)));
  const transientFields = [...transient].map(([key, value]) =>
    field(2, join(new FieldWriter().string(1, key).finish(), field(2, value))),
  );
  const payloadBytes = transient.size === 0 ? publicPayload : assemble(join(publicPayload, ...transientFields));
  const signed = new peer.SignedProposal();
  signed.setProposalBytes(assemble(join(field(1, header), field(2, payloadBytes))));
  return {
    channel: config.channel,
    transactionId: id,
    chaincode,
    timestamp,
    timeShift: 0,
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
  const event = result.event?.serializeBinary();
  const action = join(
    ...(result.publicSet.length === 0 ? [] : [field(1, result.publicSet)]),
    ...(event === undefined ? [] : [field(2, event)]),
    field(3, result.response.serializeBinary()),
    field(4, chaincodeId),
  );
  const hash = proposalHash(proposal.channelHeader, proposal.signatureHeader, proposal.publicPayload);
  return assemble(join(field(1, hash), field(2, action)));
}

/** The transaction of an endorsed proposal, and its envelope as it goes into a block: everything but signatures. */
export function createTransaction(
  proposal: MemoryProposal,
  result: Pick<SimulationResult, 'response' | 'event' | 'publicSet'>,
  version: string,
  endorsers: readonly Uint8Array[],
): { envelope: Uint8Array; transaction: EndorserTransaction } {
  const payload = responsePayload(proposal, result, version);
  const endorsements = endorsers.map((endorser) => field(2, field(1, endorser)));
  const endorsed = join(field(1, payload), ...endorsements);
  const action = join(field(1, proposal.publicPayload), field(2, endorsed));
  const data = field(1, join(field(1, proposal.signatureHeader), field(2, action)));
  const envelope = assemble(field(1, join(field(1, proposal.headerBytes), field(2, data))));
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
