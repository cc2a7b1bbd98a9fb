import { common } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../../config/channel-config';
import type { Identity } from '../../identity/identity';
import { transactionId } from '../../wire/hashes';
import { decode } from '../../wire/protobuf';
import { code, orReject, Rejection } from './rejection';

/** An envelope whose headers are in order and whose creator signed it. */
export interface OpenEnvelope {
  readonly channelHeader: common.ChannelHeader;
  readonly channelHeaderBytes: Uint8Array;
  readonly signatureHeader: common.SignatureHeader;
  readonly creator: Identity;
  readonly data: Uint8Array;
}

const { ENDORSER_TRANSACTION, CONFIG_UPDATE, CONFIG } = common.HeaderType;

const knownTypes: ReadonlySet<number> = new Set([ENDORSER_TRANSACTION, CONFIG_UPDATE, CONFIG]);

/**
 * A signature header with both of its parts.
 * @throws Error saying which is missing
 */
export const readSignatureHeader = (bytes: Uint8Array): common.SignatureHeader => {
  const header = decode(common.SignatureHeader, bytes);
  if (header.getNonce_asU8().length === 0) throw new Error('invalid nonce specified in the header');
  if (header.getCreator_asU8().length === 0) throw new Error('invalid creator specified in the header');
  return header;
};

const readChannelHeader = (bytes: Uint8Array): common.ChannelHeader => {
  const header = decode(common.ChannelHeader, bytes);
  if (!knownTypes.has(header.getType())) throw new Error(`invalid header type ${header.getType()}`);
  if (header.getEpoch() !== 0) {
    throw new Error(`invalid Epoch in ChannelHeader. Expected 0, got [${header.getEpoch()}]`);
  }
  return header;
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
  const envelope = orReject(code.INVALID_OTHER_REASON, () => decode(common.Envelope, bytes));
  const message = envelope.getPayload_asU8();
  const payload = orReject(code.BAD_PAYLOAD, () => decode(common.Payload, message));
  const { channelHeaderBytes, channelHeader, signatureHeader } = orReject(code.BAD_COMMON_HEADER, () => {
    const header = payload.getHeader();
    if (!header) throw new Error('nil header');
    const raw = header.getChannelHeader_asU8();
    return {
      channelHeaderBytes: raw,
      channelHeader: readChannelHeader(raw),
      signatureHeader: readSignatureHeader(header.getSignatureHeader_asU8()),
    };
  });
  const creator = orReject(code.BAD_CREATOR_SIGNATURE, () =>
    checkCreator(config, signatureHeader.getCreator_asU8(), message, envelope.getSignature_asU8()),
  );
  if (channelHeader.getChannelId() !== config.channel) {
    throw new Rejection(code.TARGET_CHAIN_NOT_FOUND, 'transaction for non-existent channel');
  }
  return { channelHeader, channelHeaderBytes, signatureHeader, creator, data: payload.getData_asU8() };
};

/**
 * The transaction id, once it is what nonce and creator make it: only so a replay is recognised.
 * @throws Rejection
 */
export const checkTransactionId = ({ channelHeader, signatureHeader }: OpenEnvelope): string => {
  const expected = transactionId(signatureHeader.getNonce_asU8(), signatureHeader.getCreator_asU8());
  if (channelHeader.getTxId() !== expected) throw new Rejection(code.BAD_PROPOSAL_TXID, 'invalid txid');
  return expected;
};
