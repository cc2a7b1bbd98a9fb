import { common } from '@hyperledger/fabric-protos';
import type { Endpoint } from '../fabric/endpoint';
import { createHeader, signatureHeader } from '../fabric/headers';
import { broadcast } from '../fabric/orderer-client';
import { PeerClient } from '../fabric/peer-client';
import type { FabricSigner } from '../fabric/signer';

/** A channel's configuration as one member's peer has it. */
export const readChannelConfig = async (
  peer: Endpoint,
  signer: FabricSigner,
  channel: string,
): Promise<common.Config> => {
  const client = new PeerClient(peer, signer);
  try {
    const answer = await client.call({ channel: '', chaincode: 'cscc', arguments: ['GetChannelConfig', channel] });
    return common.Config.deserializeBinary(answer);
  } finally {
    client.close();
  }
};

const signedUpdate = async (
  signer: FabricSigner,
  update: common.ConfigUpdate,
): Promise<common.ConfigUpdateEnvelope> => {
  const bytes = update.serializeBinary();
  const header = signatureHeader(signer).serializeBinary();
  const signature = new common.ConfigSignature();
  signature.setSignatureHeader(header);
  signature.setSignature(await signer.sign(Buffer.concat([header, bytes])));
  const envelope = new common.ConfigUpdateEnvelope();
  envelope.setConfigUpdate(bytes);
  envelope.addSignatures(signature);
  return envelope;
};

/** Signs a change of the channel's configuration and hands it to the orderers. It is in force when its block is committed. */
export const submitConfigUpdate = async (
  orderers: readonly Endpoint[],
  signer: FabricSigner,
  update: common.ConfigUpdate,
): Promise<void> => {
  const header = createHeader(signer, { type: common.HeaderType.CONFIG_UPDATE, channel: update.getChannelId() });
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData((await signedUpdate(signer, update)).serializeBinary());
  const bytes = payload.serializeBinary();
  const envelope = new common.Envelope();
  envelope.setPayload(bytes);
  envelope.setSignature(await signer.sign(bytes));
  await broadcast(orderers, envelope);
};
