import type { NetworkDirectory } from '../../directory/network-directory';
import type { ParticipationAccess } from '../../fabric/participation-client';
import type { BuilderVariables } from '../../lifecycle/connection-template';
import { type Consortium, type Member, orderingMembers } from '../../topology/consortium';
import { type Node, nodeOf } from '../node';
import type { MemberAccess } from '../runtime';
import { type AuthorityAdministrator, authorityName } from './authority-plan';
import { readOperatorIdentity } from './identity-files';
import { nodeFolders } from './node-folders';
import { ordererPlan } from './orderer-plan';
import { ordererProgress } from './orderer-progress';
import { peerPlan } from './peer-plan';
import type { NodeLayout } from './node-layout';
import type { NodePlan } from './node-plan';

const HOST = 'localhost';

/** How a member's nodes are reached from this machine. */
export const memberAccess = (
  { name, mspId, ports }: Member,
  isOrdering: boolean,
  authority: string,
  registrar: AuthorityAdministrator,
): MemberAccess => {
  const at = (port: number) => ({ host: HOST, port, tlsAuthorities: [authority] });
  return {
    name,
    mspId,
    peer: at(ports.peer),
    orderer: isOrdering ? at(ports.orderer) : undefined,
    authority: {
      url: `https://${HOST}:${ports.ca}`,
      name: authorityName({ name }),
      tlsAuthorities: [authority],
      registrar,
    },
  };
};

/** How the operator reaches the participation API of a member's orderer. */
export const participationAccess = (
  { name, ports }: Member,
  directory: NetworkDirectory,
  authority: string,
): ParticipationAccess => ({
  port: ports.ordererAdmin,
  tlsAuthorities: [authority],
  ...readOperatorIdentity(nodeFolders(directory, nodeOf('orderer', name)).configuration),
});

/** A member's orderer, where it has one, and its peer. */
export const orderersAndPeer = (
  member: Member,
  consortium: Consortium,
  variables: BuilderVariables,
  layout: NodeLayout,
): readonly NodePlan[] => {
  const peer = peerPlan(member, variables, layout);
  if (!orderingMembers(consortium).some(({ name }) => name === member.name)) return [peer];
  return [{ ...ordererPlan(member, layout), progress: ordererProgress(consortium, member) }, peer];
};

/** Names for which a node's TLS certificate holds. */
export const nodeHosts = (node: Node, layout: NodeLayout): readonly string[] => [
  ...new Set(['localhost', '127.0.0.1', layout.host(node)]),
];
