import { common, peer } from '@hyperledger/fabric-protos';
import type { Identity } from '../identity/identity';
import { proposalHash } from '../wire/hashes';
import type { Proposal } from './simulation';

/** A proposal that cannot be read or is not allowed; the message has Fabric's words. */
export class ProposalError extends Error {
  override readonly name = 'ProposalError';
}

/** A proposal taken apart, its creator not yet looked at. */
export interface UnpackedProposal extends Omit<Proposal, 'creator' | 'timeShift'> {
  readonly headerType: number;
  readonly epoch: number;
  readonly nonce: Uint8Array;
  readonly creatorBytes: Uint8Array;
  /** SHA-256 that the endorsement is bound to: both headers and the payload without its transient part. */
  readonly hash: Uint8Array;
  readonly signatureHeaderBytes: Uint8Array;
  /** `ChaincodeProposalPayload` as it goes into the block: without the transient part. */
  readonly publicPayloadBytes: Uint8Array;
}

/** A proposal whose creator, signature and transaction id have been checked. */
export interface CheckedProposal extends UnpackedProposal {
  readonly creator: Identity;
  readonly timeShift: number;
}

const parse = <T>(what: string, read: () => T): T => {
  try {
    return read();
  } catch {
    // Not the decoder's own words: they may quote the input.
    throw new ProposalError(`error unmarshalling ${what}: proto: cannot parse invalid wire-format data`);
  }
};

const invocation = (payload: peer.ChaincodeProposalPayload) => {
  const spec = parse('ChaincodeInvocationSpec', () =>
    peer.ChaincodeInvocationSpec.deserializeBinary(payload.getInput_asU8()),
  ).getChaincodeSpec();
  if (!spec) throw new ProposalError('chaincode invocation spec did not contain chaincode spec');
  const input = spec.getInput();
  if (!input) throw new ProposalError('chaincode input did not contain any input');
  return { args: input.getArgsList_asU8(), isInit: input.getIsInit() };
};

const chaincodeName = (extension: Uint8Array): string => {
  const id = parse('ChaincodeHeaderExtension', () =>
    peer.ChaincodeHeaderExtension.deserializeBinary(extension),
  ).getChaincodeId();
  if (!id) throw new ProposalError('ChaincodeHeaderExtension.ChaincodeId is nil');
  if (id.getName() === '') throw new ProposalError('ChaincodeHeaderExtension.ChaincodeId.Name is empty');
  return id.getName();
};

const withoutTransient = (payload: peer.ChaincodeProposalPayload, bytes: Uint8Array): Uint8Array => {
  if (payload.getTransientmapMap().getLength() === 0) return bytes;
  const bare = new peer.ChaincodeProposalPayload();
  bare.setInput(payload.getInput_asU8());
  return bare.serializeBinary();
};

const transientOf = (payload: peer.ChaincodeProposalPayload): Map<string, Uint8Array> => {
  const transient = new Map<string, Uint8Array>();
  payload.getTransientmapMap().forEach((value: Uint8Array | string, key: string) => {
    transient.set(key, typeof value === 'string' ? Buffer.from(value, 'base64') : value);
  });
  return transient;
};

/** Milliseconds since the epoch of a header's timestamp; 0 where it has none. */
export const timestampOf = (header: common.ChannelHeader): number => {
  const stamp = header.getTimestamp();
  return stamp ? stamp.getSeconds() * 1000 + Math.floor(stamp.getNanos() / 1e6) : 0;
};

/**
 * Takes a signed proposal apart, once, for all peers that will run it.
 * @throws ProposalError where it is malformed
 */
export const unpackProposal = (signed: peer.SignedProposal): UnpackedProposal => {
  const proposal = parse('Proposal', () => peer.Proposal.deserializeBinary(signed.getProposalBytes_asU8()));
  const header = parse('Header', () => common.Header.deserializeBinary(proposal.getHeader_asU8()));
  const channelHeaderBytes = header.getChannelHeader_asU8();
  const signatureHeaderBytes = header.getSignatureHeader_asU8();
  const channelHeader = parse('ChannelHeader', () => common.ChannelHeader.deserializeBinary(channelHeaderBytes));
  const signatureHeader = parse('SignatureHeader', () =>
    common.SignatureHeader.deserializeBinary(signatureHeaderBytes),
  );
  const chaincode = chaincodeName(channelHeader.getExtension_asU8());
  const payloadBytes = proposal.getPayload_asU8();
  const payload = parse('ChaincodeProposalPayload', () =>
    peer.ChaincodeProposalPayload.deserializeBinary(payloadBytes),
  );
  const publicPayloadBytes = withoutTransient(payload, payloadBytes);
  return {
    ...invocation(payload),
    channel: channelHeader.getChannelId(),
    transactionId: channelHeader.getTxId(),
    chaincode,
    timestamp: timestampOf(channelHeader),
    transient: transientOf(payload),
    signed,
    headerBytes: proposal.getHeader_asU8(),
    payloadBytes,
    headerType: channelHeader.getType(),
    epoch: channelHeader.getEpoch(),
    nonce: signatureHeader.getNonce_asU8(),
    creatorBytes: signatureHeader.getCreator_asU8(),
    hash: proposalHash(channelHeaderBytes, signatureHeaderBytes, publicPayloadBytes),
    signatureHeaderBytes,
    publicPayloadBytes,
  };
};

const functionName = /^[\w.:-]{1,100}$/;

/** The function that a proposal calls; empty where its first argument is no name. */
export const functionOf = ({ args }: Pick<CheckedProposal, 'args'>): string => {
  const name = Buffer.from(args[0] ?? []).toString('utf8');
  return functionName.test(name) ? name : '';
};
