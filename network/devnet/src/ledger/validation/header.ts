import { common } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../../config/channel-config';
import type { Identity } from '../../identity/identity';
import { transactionId } from '../../wire/hashes';
import { readChannelHeader, type ChannelHeader } from './channel-header';
import { byteFields, nothing } from './fields';
import { code, orReject, Rejection } from './rejection';

/** `common.SignatureHeader`: who signed, and the nonce that makes the transaction one of its own. */
export interface SignatureHeader {
  readonly creator: Uint8Array;
  readonly nonce: Uint8Array;
}

/** An envelope whose headers are in order and whose creator signed it. */
export interface OpenEnvelope {
  readonly channelHeader: ChannelHeader;
  readonly channelHeaderBytes: Uint8Array;
  readonly signatureHeader: SignatureHeader;
  readonly creator: Identity;
  readonly data: Uint8Array;
}

const { ENDORSER_TRANSACTION, CONFIG_UPDATE, CONFIG } = common.HeaderType;

const knownTypes: ReadonlySet<number> = new Set([ENDORSER_TRANSACTION, CONFIG_UPDATE, CONFIG]);

/**
 * A signature header with both of its parts.
 * @throws Error saying which is missing
 */
export const readSignatureHeader = (bytes: Uint8Array): SignatureHeader => {
  const [, creator = nothing, nonce = nothing] = byteFields(bytes);
  if (nonce.length === 0) throw new Error('invalid nonce specified in the header');
  if (creator.length === 0) throw new Error('invalid creator specified in the header');
  return { creator, nonce };
};

const checkedChannelHeader = (bytes: Uint8Array): ChannelHeader => {
  const header = readChannelHeader(bytes);
  if (!knownTypes.has(header.type)) throw new Error(`invalid header type ${header.type}`);
  if (header.epoch !== 0) throw new Error(`invalid Epoch in ChannelHeader. Expected 0, got [${header.epoch}]`);
  return header;
};

const readHeader = (header: Uint8Array | undefined) => {
  if (!header) throw new Error('nil header');
  const [, channelHeaderBytes = nothing, signatureHeaderBytes = nothing] = byteFields(header);
  return {
    channelHeaderBytes,
    channelHeader: checkedChannelHeader(channelHeaderBytes),
    signatureHeader: readSignatureHeader(signatureHeaderBytes),
  };
};

const checkCreator = (config: ChannelConfig, serialised: Uint8Array, message: Uint8Array, signature: Uint8Array) => {
  const creator = config.identity(serialised);
  if (!creator.verify(message, signature)) throw new Error("creator's signature over the proposal is not valid");
  return creator;
};

/**
 * Opens an envelope as it stands in a block and checks all that comes before its content.
 * @throws Rejection with Fabric's code
 */
export const openEnvelope = (bytes: Uint8Array, config: ChannelConfig): OpenEnvelope => {
  const [, message = nothing, signature = nothing] = orReject(code.INVALID_OTHER_REASON, () => byteFields(bytes));
  const [, header, data = nothing] = orReject(code.BAD_PAYLOAD, () => byteFields(message));
  const headers = orReject(code.BAD_COMMON_HEADER, () => readHeader(header));
  const creator = orReject(code.BAD_CREATOR_SIGNATURE, () =>
    checkCreator(config, headers.signatureHeader.creator, message, signature),
  );
  if (headers.channelHeader.channelId !== config.channel) {
    throw new Rejection(code.TARGET_CHAIN_NOT_FOUND, 'transaction for non-existent channel');
  }
  return { ...headers, creator, data };
};

/**
 * The transaction id, once it is what nonce and creator make it: only so a replay is recognised.
 * @throws Rejection
 */
export const checkTransactionId = ({ channelHeader, signatureHeader }: OpenEnvelope): string => {
  const expected = transactionId(signatureHeader.nonce, signatureHeader.creator);
  if (channelHeader.transactionId !== expected) throw new Rejection(code.BAD_PROPOSAL_TXID, 'invalid txid');
  return expected;
};
