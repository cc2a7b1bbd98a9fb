import type { PeerClient } from '../fabric/peer-client';
import { peer } from '@hyperledger/fabric-protos';

/** The channels that a peer has joined, as its administrator sees them. */
export const joinedChannels = async (client: PeerClient): Promise<readonly string[]> => {
  const answer = await client.call({ channel: '', chaincode: 'cscc', arguments: ['GetChannels'] });
  return peer.ChannelQueryResponse.deserializeBinary(answer)
    .getChannelsList()
    .map((info) => info.getChannelId());
};

/** Has a peer join a channel by its first block; a peer that has joined is left alone. */
export const joinPeer = async (client: PeerClient, channel: string, block: Uint8Array): Promise<void> => {
  if ((await joinedChannels(client)).includes(channel)) return;
  await client.call({ channel: '', chaincode: 'cscc', arguments: ['JoinChain', block] });
};
