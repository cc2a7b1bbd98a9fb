import { discovery, gossip } from '@hyperledger/fabric-protos';
import type { OrganisationPeer } from '../../peer/organisation-peer';
import { sha256 } from '../../wire/hashes';

const pkiId = (peer: OrganisationPeer): Uint8Array => sha256(peer.identity.bytes);

const envelope = (peer: OrganisationPeer, message: gossip.GossipMessage): gossip.Envelope => {
  const payload = message.serializeBinary();
  const sealed = new gossip.Envelope();
  sealed.setPayload(payload);
  sealed.setSignature(peer.identity.sign(payload));
  return sealed;
};

const time = (at: Date): gossip.PeerTime => {
  const stamp = new gossip.PeerTime();
  stamp.setIncNum(at.getTime() * 1e6);
  stamp.setSeqNum(1);
  return stamp;
};

/** What gossip would say of a living peer: where it is. */
const alive = (peer: OrganisationPeer, now: Date): gossip.Envelope => {
  const member = new gossip.Member();
  member.setEndpoint(peer.endpoint);
  member.setPkiId(pkiId(peer));
  const body = new gossip.AliveMessage();
  body.setMembership(member);
  body.setTimestamp(time(now));
  const message = new gossip.GossipMessage();
  message.setTag(gossip.GossipMessage.Tag.EMPTY);
  message.setAliveMsg(body);
  return envelope(peer, message);
};

/** What gossip would say of a peer's channel: its height, and which chaincodes it can run. */
const state = (peer: OrganisationPeer, channel: string, chaincodes: readonly string[], now: Date) => {
  const ledger = peer.ledger(channel);
  const properties = new gossip.Properties();
  properties.setLedgerHeight(ledger?.height() ?? 0);
  for (const name of chaincodes) {
    if (!peer.canEndorse(channel, name)) continue;
    const chaincode = new gossip.Chaincode();
    chaincode.setName(name);
    chaincode.setVersion(ledger?.definition(name)?.version ?? '');
    properties.addChaincodes(chaincode);
  }
  const body = new gossip.StateInfo();
  body.setTimestamp(time(now));
  body.setPkiId(pkiId(peer));
  body.setProperties(properties);
  const message = new gossip.GossipMessage();
  message.setTag(gossip.GossipMessage.Tag.CHAN_OR_ORG);
  message.setStateInfo(body);
  return envelope(peer, message);
};

/** A peer as discovery describes it outside any channel. */
export const peerRecord = (peer: OrganisationPeer, now: Date): discovery.Peer => {
  const record = new discovery.Peer();
  record.setIdentity(peer.identity.bytes);
  record.setMembershipInfo(alive(peer, now));
  return record;
};

/** A peer as discovery describes it within a channel. */
export const channelPeerRecord = (
  peer: OrganisationPeer,
  channel: string,
  chaincodes: readonly string[],
  now: Date,
): discovery.Peer => {
  const record = peerRecord(peer, now);
  record.setStateInfo(state(peer, channel, chaincodes, now));
  return record;
};
