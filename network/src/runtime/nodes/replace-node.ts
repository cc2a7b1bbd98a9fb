import { additionUpdate, removalUpdate } from '../../channel/consenter-update';
import { configurationBlock } from '../../channel/configuration-block';
import { channelOf, joinOrderer } from '../../fabric/participation-client';
import { signerOf } from '../../fabric/signer';
import { ADMIN_LABEL } from '../../identity/enrol-member';
import { OperatorError } from '../../operator-error';
import { type Consortium, memberNamed, ORDERING_PROFILES } from '../../topology/consortium';
import type { Node } from '../node';
import type { MemberAccess, ProcessHost, Replacement } from '../runtime';
import { changeConsenters } from './consenter-change';
import type { NodesCare } from './nodes-care';
import { readNodeCertificates } from './identity-files';
import { untilActive } from './join-channel';
import { participationAccess } from './member-nodes';
import { nodeFolders } from './node-folders';

/** @throws OperatorError where an empty disk would lose what nobody else has */
export const refuseReplacement = (consortium: Consortium, node: Node, { from, acceptsLoss }: Replacement): void => {
  if (node.kind === 'orderer' && from) {
    const reason =
      'an orderer takes its ledger from the other orderers: an old one could contradict what they agreed on since';
    throw new OperatorError('not-from-backup', reason, 'Leave out --from.');
  }
  if (node.kind === 'orderer' && ORDERING_PROFILES[consortium.ordering.profile].orderers === 1) {
    const reason = `${node.name} is the only orderer: no other has its ledger`;
    throw new OperatorError('only-copy', reason, 'Restore the network from a backup: `rxnet restore`.');
  }
  if (node.kind === 'ca' && !from) {
    const reason = `nobody else has the key of ${node.name}: with an empty disk it would be another authority`;
    throw new OperatorError('only-copy', reason, 'Take it out of a backup: --from <archive>.');
  }
  if (node.kind === 'peer' && !from && !acceptsLoss) {
    throw new OperatorError(
      'private-data',
      `the private data of ${node.member} is on ${node.name} alone: blocks come back from the orderers, private data does not`,
      'Take it out of a backup: --from <archive>. Or go without it for good: --accept-loss.',
    );
  }
};

/** A Raft node that lost its log must not vote as if it had it: it leaves the cluster and comes in again as a new one. */
const leaveAndReturn = async (care: NodesCare, node: Node, members: readonly MemberAccess[]): Promise<void> => {
  const { consortium, directory, layout } = care;
  const { signing, tls } = readNodeCertificates(nodeFolders(directory, node).configuration);
  const certificates = { identity: signing!, tls: tls! };
  const change = { consortium, directory, members, member: node.member };
  const { ports } = memberNamed(consortium, node.member)!;
  const at = { host: layout.host(node), port: ports.orderer };
  await changeConsenters(change, (config) => removalUpdate(consortium.channel, config, certificates));
  await changeConsenters(change, (config) => additionUpdate(consortium.channel, config, certificates, at));
};

const joinAgain = async (care: NodesCare, node: Node, members: readonly MemberAccess[]): Promise<void> => {
  const { consortium, directory } = care;
  const other = members.find(({ name }) => name !== node.member)!;
  const administrator = signerOf(directory.wallets(other.name).administration.get(ADMIN_LABEL)!);
  const block = await configurationBlock(other.peer, administrator, consortium.channel);
  const member = memberNamed(consortium, node.member)!;
  const { authority } = members.find(({ name }) => name === node.member)!;
  const access = participationAccess(member, directory, authority.tlsAuthorities[0]!);
  if (!(await channelOf(access, consortium.channel))) await joinOrderer(access, block);
  await untilActive(node.member, access, consortium.channel);
};

/** A peer waits a minute with each block for private data that nobody has: while it catches up there is no point in that. */
const CATCHING_UP = { CORE_PEER_GOSSIP_PVTDATA_PULLRETRYTHRESHOLD: '1s' };

/** Starts a node with an empty disk, or with that of a backup; its keys and certificates stay. */
export const replaceNode = async (
  care: NodesCare,
  host: ProcessHost,
  node: Node,
  replacement: Replacement,
  say: (detail: string) => void,
): Promise<void> => {
  refuseReplacement(care.consortium, node, replacement);
  const members = await care.members();
  say('stop');
  await care.stop(host, node);
  if (node.kind === 'orderer') {
    say('leave and return');
    await leaveAndReturn(care, node, members);
  }
  await care.storage.replaceData(node, replacement.from);
  say('start');
  await care.start(host, node, node.kind === 'peer' ? CATCHING_UP : {});
  say('join');
  if (node.kind === 'orderer') await joinAgain(care, node, members);
  else await care.join(members);
};
