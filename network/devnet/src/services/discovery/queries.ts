import { discovery, type peer } from '@hyperledger/fabric-protos';
import type { OrganisationPeer } from '../../peer/organisation-peer';
import type { Channel, Consortium } from '../consortium';
import type { GatewayScope } from '../gateway/gateway-request';
import { endorsersByOrganisation, channelMembers } from '../gateway/members';
import { layoutsFor } from '../gateway/layouts';
import { configResult } from './config-result';
import { channelPeerRecord, peerRecord } from './peer-records';

/** A query's answer that says why there is none. */
export const discoveryError = (content: string): discovery.QueryResult => {
  const error = new discovery.Error();
  error.setContent(content);
  const result = new discovery.QueryResult();
  result.setError(error);
  return result;
};

const byOrganisation = (records: readonly (readonly [mspId: string, record: discovery.Peer])[]) => {
  const members = new discovery.PeerMembershipResult();
  for (const [mspId, record] of records) {
    const peers = new discovery.Peers();
    peers.addPeers(record);
    members.getPeersByOrgMap().set(mspId, peers);
  }
  const result = new discovery.QueryResult();
  result.setMembers(members);
  return result;
};

/** Names of chaincodes that the channel has a definition of, as far as a query names them. */
const named = (interest: peer.ChaincodeInterest | undefined): string[] =>
  (interest?.getChaincodesList() ?? []).map((call) => call.getName());

const peersOf = (consortium: Consortium, channel: Channel, query: discovery.PeerMembershipQuery | undefined) => {
  const chaincodes = named(query?.getFilter());
  const able = chaincodes.map((name) => endorsersByOrganisation(consortium, channel.name, name));
  const peers = channelMembers(consortium, channel.name)
    .map((endorser) => endorser.peer)
    .filter(({ mspId }) => able.every((found) => found.has(mspId)));
  const known = channel.chaincodes();
  return byOrganisation(
    peers.map((each) => [each.mspId, channelPeerRecord(each, channel.name, known, consortium.now())] as const),
  );
};

const groupName = (index: number): string => `G${index}`;

/** Which peers must endorse, in every way there is: one group an organisation. */
const descriptor = (scope: GatewayScope, channel: Channel, interest: peer.ChaincodeInterest) => {
  const { consortium } = scope;
  const layouts = layoutsFor(scope, channel.name, interest);
  const organisations = [...new Set(layouts.flat())];
  const known = channel.chaincodes();
  const result = new discovery.EndorsementDescriptor();
  result.setChaincode(interest.getChaincodesList()[0]!.getName());
  organisations.forEach((mspId, index) => {
    const own = consortium.endorsers.find((endorser) => endorser.peer.mspId === mspId)!.peer;
    const peers = new discovery.Peers();
    peers.addPeers(channelPeerRecord(own, channel.name, known, consortium.now()));
    result.getEndorsersByGroupsMap().set(groupName(index), peers);
  });
  for (const members of layouts) {
    const layout = new discovery.Layout();
    members.forEach((mspId) => layout.getQuantitiesByGroupMap().set(groupName(organisations.indexOf(mspId)), 1));
    result.addLayouts(layout);
  }
  return result;
};

const endorsersOf = (scope: GatewayScope, channel: Channel, query: discovery.ChaincodeQuery | undefined) => {
  const interests = query?.getInterestsList() ?? [];
  if (interests.length === 0) return discoveryError('chaincode query must have at least one chaincode interest');
  if (interests.some((interest) => interest.getChaincodesList().length === 0)) {
    return discoveryError('chaincode interest must contain at least one chaincode');
  }
  const answer = new discovery.ChaincodeQueryResult();
  for (const interest of interests) {
    try {
      answer.addContent(descriptor(scope, channel, interest));
    } catch {
      const calls = named(interest).map((name) => `chaincodes:{name:"${name}"}`);
      return discoveryError(`failed constructing descriptor for ${calls.join(' ')}`);
    }
  }
  const result = new discovery.QueryResult();
  result.setCcQueryRes(answer);
  return result;
};

const configOf = ({ consortium, mspId }: GatewayScope, channel: Channel): discovery.QueryResult => {
  const result = new discovery.QueryResult();
  result.setConfigResult(configResult((consortium.peerLedger(mspId, channel.name) ?? channel.ledger).config));
  return result;
};

/** Answers a query about a channel. */
export const channelQuery = (scope: GatewayScope, channel: Channel, query: discovery.Query): discovery.QueryResult => {
  const { CONFIG_QUERY, PEER_QUERY, CC_QUERY } = discovery.Query.QueryCase;
  switch (query.getQueryCase()) {
    case CONFIG_QUERY:
      return configOf(scope, channel);
    case PEER_QUERY:
      return peersOf(scope.consortium, channel, query.getPeerQuery());
    case CC_QUERY:
      return endorsersOf(scope, channel, query.getCcQuery());
    default:
      return discoveryError('unknown or missing request type');
  }
};

/** Answers a query about peers outside any channel. */
export const localQuery = (consortium: Consortium, query: discovery.Query): discovery.QueryResult => {
  if (query.getQueryCase() !== discovery.Query.QueryCase.LOCAL_PEERS) {
    return discoveryError('unknown or missing request type');
  }
  const peers: readonly OrganisationPeer[] = consortium.endorsers.map(({ peer: each }) => each);
  return byOrganisation(
    peers.filter((each) => each.isUp()).map((each) => [each.mspId, peerRecord(each, consortium.now())] as const),
  );
};
