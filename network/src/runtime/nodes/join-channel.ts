import type { NetworkDirectory } from '../../directory/network-directory';
import { joinPeer } from '../../channel/join-peer';
import { channelOf, joinOrderer, type ParticipationAccess } from '../../fabric/participation-client';
import { PeerClient } from '../../fabric/peer-client';
import { signerOf } from '../../fabric/signer';
import { ADMIN_LABEL } from '../../identity/enrol-member';
import { OperatorError } from '../../operator-error';
import { type Consortium, orderingMembers } from '../../topology/consortium';
import type { MemberAccess } from '../runtime';
import { participationAccess } from './member-nodes';

const ACTIVE_WITHIN_MILLISECONDS = 60_000;
const EVERY_MILLISECONDS = 100;

/** Waits until an orderer orders. @throws OperatorError */
export const untilActive = async (name: string, access: ParticipationAccess, channel: string): Promise<void> => {
  const deadline = Date.now() + ACTIVE_WITHIN_MILLISECONDS;
  while (Date.now() < deadline) {
    if ((await channelOf(access, channel))?.status === 'active') return;
    await new Promise((done) => setTimeout(done, EVERY_MILLISECONDS));
  }
  throw new OperatorError(
    'not-active',
    `the orderer of ${name} does not order yet`,
    `See \`rxnet logs orderer.${name}\`.`,
  );
};

/** Has every orderer and every peer join the channel, where it has not, and waits until the orderers order. */
export const joinChannel = async (
  consortium: Consortium,
  directory: NetworkDirectory,
  members: readonly MemberAccess[],
  block: Uint8Array,
): Promise<void> => {
  const { channel } = consortium;
  const orderers = orderingMembers(consortium).map((member) => {
    const { authority } = members.find(({ name }) => name === member.name)!;
    return { name: member.name, access: participationAccess(member, directory, authority.tlsAuthorities[0]!) };
  });
  const joinOrdering = async ({ name, access }: (typeof orderers)[number]) => {
    if (!(await channelOf(access, channel))) await joinOrderer(access, block);
    await untilActive(name, access, channel);
  };
  const joinPeering = async ({ name, peer }: MemberAccess) => {
    const administrator = signerOf(directory.wallets(name).administration.get(ADMIN_LABEL)!);
    const client = new PeerClient(peer, administrator);
    try {
      await joinPeer(client, channel, block);
    } finally {
      client.close();
    }
  };
  // A peer that finds no orderer at its first try waits before the next.
  await Promise.all(orderers.map(joinOrdering));
  await Promise.all(members.map(joinPeering));
};
