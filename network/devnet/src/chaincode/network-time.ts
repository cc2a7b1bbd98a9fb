import { common, peer } from '@hyperledger/fabric-protos';
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb';
import type { Proposal } from '../peer/simulation';

/**
 * A proposal as chaincode is to see it: its timestamp moved as the network's clock is. The client's signature does not hold over that
 * copy; the shim does not look at it.
 */
export const inNetworkTime = ({ signed, timestamp, timeShift }: Proposal): peer.SignedProposal => {
  if (timeShift === 0) return signed;
  const proposal = peer.Proposal.deserializeBinary(signed.getProposalBytes_asU8());
  const header = common.Header.deserializeBinary(proposal.getHeader_asU8());
  const channelHeader = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8());
  channelHeader.setTimestamp(Timestamp.fromDate(new Date(timestamp + timeShift)));
  header.setChannelHeader(channelHeader.serializeBinary());
  proposal.setHeader(header.serializeBinary());
  const moved = new peer.SignedProposal();
  moved.setProposalBytes(proposal.serializeBinary());
  moved.setSignature(signed.getSignature_asU8());
  return moved;
};
