import type { NetworkDirectory } from '../../directory/network-directory';
import { CertificateAuthority } from '../../identity/certificate-authority';
import { type Consortium, type Member, orderingMembers } from '../../topology/consortium';
import { type NodeKind, nodeOf } from '../node';
import type { MemberAccess } from '../runtime';
import { ensureOperatorKey, enrolAdministrator, enrolNode } from './enrol-nodes';
import type { FoundingMember } from './first-block';
import { nodeHosts } from './member-nodes';
import { nodeFolders } from './node-folders';
import type { NodeLayout } from './node-layout';

/** What a member must have before its nodes can start: its administrator, and the identities of its nodes. */
export const enrolMembers = (
  consortium: Consortium,
  directory: NetworkDirectory,
  access: readonly MemberAccess[],
  layout: NodeLayout,
): Promise<readonly FoundingMember[]> =>
  Promise.all(
    consortium.members.map(async (member): Promise<FoundingMember> => {
      const { authority } = access.find(({ name }) => name === member.name)!;
      const service = new CertificateAuthority(member.mspId, authority);
      const authorities = authority.tlsAuthorities;
      const enrol = (kind: NodeKind) => {
        const node = nodeOf(kind, member.name);
        const { configuration } = nodeFolders(directory, node);
        return enrolNode(node, member, configuration, service, authorities, nodeHosts(node, layout));
      };
      const [orderer] = await Promise.all([
        isOrdering(consortium, member) ? enrol('orderer') : undefined,
        enrol('peer'),
        enrolAdministrator(directory.wallets(member.name).administration, service, authorities),
      ]);
      if (orderer) ensureOperatorKey(nodeFolders(directory, nodeOf('orderer', member.name)).configuration, member);
      return { member, authorities, orderer };
    }),
  );

const isOrdering = (consortium: Consortium, member: Member): boolean => orderingMembers(consortium).includes(member);
