import { common } from '@hyperledger/fabric-protos';
import type { Endpoint } from '../fabric/endpoint';
import { PeerClient } from '../fabric/peer-client';
import type { FabricSigner } from '../fabric/signer';

/** The block with a channel's configuration in force: with it an orderer joins a channel that runs already. */
export const configurationBlock = async (
  peer: Endpoint,
  signer: FabricSigner,
  channel: string,
): Promise<Uint8Array> => {
  const client = new PeerClient(peer, signer);
  try {
    const block = await client.call({ channel: '', chaincode: 'cscc', arguments: ['GetConfigBlock', channel] });
    return common.Block.deserializeBinary(block).serializeBinary();
  } finally {
    client.close();
  }
};
