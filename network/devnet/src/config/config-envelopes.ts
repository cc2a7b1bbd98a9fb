import { randomBytes } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb';
import type { SigningIdentity } from '../identity/identity';
import { transactionId } from '../wire/hashes';

const nonceLength = 24;

const signatureHeader = (signer: SigningIdentity): common.SignatureHeader => {
  const header = new common.SignatureHeader();
  header.setCreator(signer.bytes);
  header.setNonce(randomBytes(nonceLength));
  return header;
};

const signedEnvelope = (
  type: number,
  channel: string,
  data: Uint8Array,
  signer: SigningIdentity,
  at: Date,
): common.Envelope => {
  const signature = signatureHeader(signer);
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(type);
  channelHeader.setChannelId(channel);
  channelHeader.setTimestamp(Timestamp.fromDate(at));
  channelHeader.setTxId(transactionId(signature.getNonce_asU8(), signer.bytes));
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signature.serializeBinary());
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(data);
  const envelope = new common.Envelope();
  const bytes = payload.serializeBinary();
  envelope.setPayload(bytes);
  envelope.setSignature(signer.sign(bytes));
  return envelope;
};

/** One administrator's signature under an update. */
export const signConfigUpdate = (update: Uint8Array, signer: SigningIdentity): common.ConfigSignature => {
  const header = signatureHeader(signer).serializeBinary();
  const signature = new common.ConfigSignature();
  signature.setSignatureHeader(header);
  signature.setSignature(signer.sign(Buffer.concat([header, update])));
  return signature;
};

/**
 * An envelope of type CONFIG_UPDATE, for the orderer: what is to change, signed by all `signers`, sent by the first of them.
 * @throws RangeError without signers
 */
export const configUpdateEnvelope = (
  update: common.ConfigUpdate,
  signers: readonly SigningIdentity[],
  at: Date = new Date(),
): common.Envelope => {
  const [submitter] = signers;
  if (!submitter) throw new RangeError('a configuration update needs a signer');
  const content = update.serializeBinary();
  const signed = new common.ConfigUpdateEnvelope();
  signed.setConfigUpdate(content);
  signed.setSignaturesList(signers.map((signer) => signConfigUpdate(content, signer)));
  const { CONFIG_UPDATE } = common.HeaderType;
  return signedEnvelope(CONFIG_UPDATE, update.getChannelId(), signed.serializeBinary(), submitter, at);
};

/** The envelope of type CONFIG that the orderer puts into a block of its own: the outcome, with the update that led to it. */
export const configEnvelope = (
  channel: string,
  config: common.Config,
  lastUpdate: common.Envelope,
  orderer: SigningIdentity,
  at: Date = new Date(),
): common.Envelope => {
  const content = new common.ConfigEnvelope();
  content.setConfig(config);
  content.setLastUpdate(lastUpdate);
  return signedEnvelope(common.HeaderType.CONFIG, channel, content.serializeBinary(), orderer, at);
};
