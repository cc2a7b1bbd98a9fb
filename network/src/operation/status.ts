import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { bytesBelow } from '../backup/files-of';
import { markOf } from '../backup/ledger-mark';
import { signerOf } from '../fabric/signer';
import { endOf } from '../identity/certificate-state';
import { ADMIN_LABEL } from '../identity/enrol-member';
import { MemberLifecycle } from '../lifecycle/member-lifecycle';
import type { OrdererState } from '../runtime/orderer-state';
import type { MemberAccess, ProcessHost } from '../runtime/runtime';
import type { ProcessState } from '../supervision/process-spec';
import type { Member } from '../topology/consortium';
import type { Session } from './session';

/** One member as `status` shows it. */
export interface MemberStatus {
  readonly name: string;
  readonly mspId: string;
  readonly kind: string;
  readonly displayName: string;
  readonly ports: Member['ports'];
  /** Blocks on the peer's ledger; absent where the peer gave no answer. */
  readonly height?: number;
  /** Hash of the last block, hex: the same for all members at the same height. */
  readonly blockHash?: string;
  /** What the peer said instead. */
  readonly fault?: string;
  /** The first to run out of the certificates of the member's people and nodes. */
  readonly firstExpiry?: CertificateEnd;
  /** All of them that run out within a month, or have. */
  readonly expiring: readonly CertificateEnd[];
}

/** When a certificate runs out. */
export interface CertificateEnd {
  /** A person's enrolment id, or a node and what the certificate is for: `peer.hospital (tls)`. */
  readonly label: string;
  /** ISO 8601 */
  readonly at: string;
}

/** One node as `status` shows it. */
export interface NodeStatus {
  readonly name: string;
  readonly isUp: boolean;
}

/** One orderer as `status` shows it. */
export interface OrdererStatus {
  readonly name: string;
  /** Number of its last block; absent where it gave no answer. */
  readonly block?: number;
  /** Blocks that another orderer has and this one has not. */
  readonly behind?: number;
}

/** A network as `status` shows it. */
export interface NetworkStatus {
  readonly state: 'absent' | 'stopped' | 'crashed' | 'running';
  readonly runtime: string;
  readonly notice?: string;
  readonly channel: string;
  readonly ordering: string;
  readonly chaincode?: { readonly name: string; readonly version: string; readonly sequence: number };
  readonly members: readonly MemberStatus[];
  readonly nodes: readonly NodeStatus[];
  /** The orderer that leads, where the runtime has orderers and one alone says so. */
  readonly leader?: string;
  /** How far each orderer is; none where the runtime has none, or does not run. */
  readonly orderers: readonly OrdererStatus[];
  /** Bytes. */
  readonly disk: { readonly used: number; readonly free: number };
  readonly processes: readonly ProcessState[];
}

const ANSWER_WITHIN_MILLISECONDS = 5_000;
const SOON_MILLISECONDS = 30 * 24 * 60 * 60 * 1000;

const certificateEnds = ({ directory, runtime }: Session, member: string): readonly CertificateEnd[] => {
  const { people, administration } = directory.wallets(member);
  const ofPeople = [people, administration].flatMap((wallet) =>
    wallet.labels().map((label) => ({ label, certificate: wallet.get(label)!.certificate })),
  );
  const ofNodes = runtime
    .nodeCertificates()
    .filter(({ node }) => node.endsWith(`.${member}`))
    .map(({ node, use, certificate }) => ({ label: `${node} (${use})`, certificate }));
  return [...ofPeople, ...ofNodes]
    .map(({ label, certificate }) => ({ label, at: endOf(certificate).toISOString() }))
    .sort((a, b) => a.at.localeCompare(b.at));
};

const diskOf = ({ directory }: Session): NetworkStatus['disk'] => {
  let folder = directory.root;
  const used = existsSync(folder) ? bytesBelow(folder) : 0;
  while (!existsSync(folder)) folder = dirname(folder);
  const { bavail, bsize } = statfsSync(folder);
  return { used, free: bavail * bsize };
};

const heightOf = async (
  session: Session,
  access: MemberAccess,
): Promise<Pick<MemberStatus, 'height' | 'blockHash' | 'fault'>> => {
  const administrator = session.directory.wallets(access.name).administration.get(ADMIN_LABEL);
  if (!administrator) return { fault: 'not enrolled yet' };
  try {
    return await markOf(access.peer, signerOf(administrator), session.consortium.channel, ANSWER_WITHIN_MILLISECONDS);
  } catch (error) {
    return { fault: (error as Error).message };
  }
};

const chaincodeInForce = async (
  session: Session,
  members: readonly MemberAccess[],
): Promise<NetworkStatus['chaincode']> => {
  for (const access of members) {
    const administrator = session.directory.wallets(access.name).administration.get(ADMIN_LABEL);
    if (!administrator) continue;
    const lifecycle = new MemberLifecycle(access.peer, signerOf(administrator), session.consortium.channel);
    try {
      const committed = await lifecycle.committed(session.consortium.chaincode.name);
      return committed && { name: committed.name, version: committed.version, sequence: committed.sequence };
    } catch {
      // Another member's peer may answer.
    } finally {
      lifecycle.close();
    }
  }
  return undefined;
};

const memberStatus = (session: Session, member: Member, height: Partial<MemberStatus> | undefined): MemberStatus => {
  const { name, mspId, kind, displayName, ports } = member;
  const ends = certificateEnds(session, name);
  const soon = new Date(Date.now() + SOON_MILLISECONDS).toISOString();
  const expiring = ends.filter(({ at }) => at < soon);
  return { name, mspId, kind, displayName, ports, expiring, ...height, ...(ends[0] && { firstExpiry: ends[0] }) };
};

const orderingOf = (states: readonly OrdererState[]): Pick<NetworkStatus, 'leader' | 'orderers'> => {
  const leaders = states.filter(({ isLeader }) => isLeader);
  const furthest = Math.max(...states.map(({ block }) => block ?? 0));
  return {
    ...(leaders.length === 1 && { leader: leaders[0]!.name }),
    orderers: states.map(({ name, block }) => ({
      name,
      ...(block !== undefined && { block, behind: furthest - block }),
    })),
  };
};

/** What only a running network can tell. */
const lookAt = async (session: Session, host: ProcessHost) => {
  const { runtime } = session;
  const access = (await runtime.access(host)) ?? [];
  const [heights, chaincode, processes, running, orderers] = await Promise.all([
    Promise.all(access.map((member) => heightOf(session, member))),
    chaincodeInForce(session, access),
    host.states(),
    runtime.runningNodes(host),
    runtime.orderers(),
  ]);
  return { heights, chaincode, processes, running, orderers };
};

/** Looks at a network without changing anything. */
export const networkStatus = async (session: Session): Promise<NetworkStatus> => {
  const { consortium, record, runtime } = session;
  const found = await runtime.keeper.find();
  const live = found.state === 'running' ? await lookAt(session, found.host) : undefined;
  const stopped = record ? 'stopped' : 'absent';
  return {
    state: found.state === 'absent' ? stopped : found.state,
    runtime: runtime.name,
    ...(runtime.notice && { notice: runtime.notice }),
    channel: consortium.channel,
    ordering: consortium.ordering.profile,
    ...(live?.chaincode && { chaincode: live.chaincode }),
    members: consortium.members.map((member, index) => memberStatus(session, member, live?.heights[index])),
    nodes: record ? runtime.nodes.map(({ name }) => ({ name, isUp: live?.running.has(name) ?? false })) : [],
    ...orderingOf(live?.orderers ?? []),
    disk: diskOf(session),
    processes: live?.processes ?? [],
  };
};
