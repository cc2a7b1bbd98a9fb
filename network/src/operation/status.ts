import { X509Certificate } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import { PeerClient } from '../fabric/peer-client';
import { signerOf } from '../fabric/signer';
import { ADMIN_LABEL } from '../identity/enrol-member';
import { MemberLifecycle } from '../lifecycle/member-lifecycle';
import type { MemberAccess } from '../runtime/runtime';
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
  /** What the peer said instead. */
  readonly fault?: string;
  /** The first of the member's certificates to run out. */
  readonly firstExpiry?: { readonly label: string; readonly at: string };
}

/** A network as `status` shows it. */
export interface NetworkStatus {
  readonly state: 'absent' | 'stopped' | 'crashed' | 'running';
  readonly runtime: string;
  readonly notice?: string;
  readonly channel: string;
  readonly chaincode?: { readonly name: string; readonly version: string; readonly sequence: number };
  readonly members: readonly MemberStatus[];
  readonly processes: readonly ProcessState[];
}

const firstExpiry = ({ directory }: Session, member: string): MemberStatus['firstExpiry'] => {
  const { people, administration } = directory.wallets(member);
  const ends = [people, administration].flatMap((wallet) =>
    wallet
      .labels()
      .map((label) => ({ label, at: new Date(new X509Certificate(wallet.get(label)!.certificate).validTo) })),
  );
  const [first] = ends.sort((a, b) => a.at.getTime() - b.at.getTime());
  return first && { label: first.label, at: first.at.toISOString() };
};

const heightOf = async (session: Session, access: MemberAccess): Promise<Pick<MemberStatus, 'height' | 'fault'>> => {
  const administrator = session.directory.wallets(access.name).administration.get(ADMIN_LABEL);
  if (!administrator) return { fault: 'not enrolled yet' };
  const client = new PeerClient(access.peer, signerOf(administrator), 5_000);
  try {
    const { channel } = session.consortium;
    const answer = await client.call({ channel, chaincode: 'qscc', arguments: ['GetChainInfo', channel] });
    return { height: common.BlockchainInfo.deserializeBinary(answer).getHeight() };
  } catch (error) {
    return { fault: (error as Error).message };
  } finally {
    client.close();
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

/** Looks at a network without changing anything. */
export const networkStatus = async (session: Session): Promise<NetworkStatus> => {
  const { consortium, record, runtime } = session;
  const found = await runtime.keeper.find();
  const host = found.state === 'running' ? found.host : undefined;
  const access = host && (await runtime.access(host));
  const [heights, chaincode, processes] = await Promise.all([
    Promise.all((access ?? []).map((member) => heightOf(session, member))),
    access && chaincodeInForce(session, access),
    host?.states() ?? [],
  ]);
  const stopped = record ? 'stopped' : 'absent';
  return {
    state: found.state === 'absent' ? stopped : found.state,
    runtime: runtime.name,
    ...(runtime.notice && { notice: runtime.notice }),
    channel: consortium.channel,
    ...(chaincode && { chaincode }),
    members: consortium.members.map(({ name, mspId, kind, displayName, ports }, index) => {
      const expiry = firstExpiry(session, name);
      return { name, mspId, kind, displayName, ports, ...heights[index], ...(expiry && { firstExpiry: expiry }) };
    }),
    processes,
  };
};
