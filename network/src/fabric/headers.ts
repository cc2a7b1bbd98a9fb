import { createHash, randomBytes } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb';
import type { FabricSigner } from './signer';

/** What a request to a channel (or, with an empty channel, to one peer) is about. */
export interface HeaderOptions {
  readonly type: number;
  readonly channel: string;
  /** `peer.ChaincodeHeaderExtension` where a chaincode is called. */
  readonly extension?: Uint8Array;
}

/** A header with a fresh nonce, and so a fresh transaction id. */
export const createHeader = (signer: FabricSigner, { type, channel, extension }: HeaderOptions): common.Header => {
  const nonce = randomBytes(24);
  const now = new Timestamp();
  now.fromDate(new Date());
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(type);
  channelHeader.setChannelId(channel);
  channelHeader.setTimestamp(now);
  channelHeader.setTxId(createHash('sha256').update(nonce).update(signer.creator).digest('hex'));
  if (extension) channelHeader.setExtension$(extension);
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader(signer, nonce).serializeBinary());
  return header;
};

/** Who signs, with a nonce that keeps the signature from being used again. */
export const signatureHeader = (signer: FabricSigner, nonce: Uint8Array = randomBytes(24)): common.SignatureHeader => {
  const header = new common.SignatureHeader();
  header.setCreator(signer.creator);
  header.setNonce(nonce);
  return header;
};
