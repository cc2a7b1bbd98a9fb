import { readFileSync } from 'node:fs';
import type { ConnectionProfile } from '../../devnet/test/conformance/connection-profile';
import type {
  MemberUnderTest,
  NetworkDriver,
  NetworkUnderTest,
} from '../../devnet/test/conformance/network-under-test';
import { ADMIN_LABEL } from '../../src/identity/enrol-member';
import { requireAccess, requireRunning } from '../../src/operation/require-running';
import { openSession, type Session } from '../../src/operation/session';
import type { MemberAccess, ProcessHost } from '../../src/runtime/runtime';
import { memberNamed } from '../../src/topology/consortium';

const memberUnderTest = ({ directory }: Session, { name, mspId, authority }: MemberAccess): MemberUnderTest => ({
  mspId,
  profile: JSON.parse(readFileSync(directory.member(name).connectionProfile, 'utf8')) as ConnectionProfile,
  registrar: authority.registrar,
  administrator: directory.wallets(name).administration.get(ADMIN_LABEL)!,
});

const driverOf = ({ consortium, runtime }: Session, host: ProcessHost): NetworkDriver => {
  const nodesOf = (mspId: string) => {
    const { name } = memberNamed(consortium, mspId)!;
    return runtime.nodes.filter(({ member }) => member === name);
  };
  return {
    stopMember: (mspId) => runtime.stopNodes(host, nodesOf(mspId)),
    startMember: (mspId) => runtime.startNodes(host, nodesOf(mspId)),
  };
};

/** The network that `rxnet up` left running in a directory. @throws OperatorError where there is none */
export const rxnetUnderTest = async (directory: string, close: () => Promise<void>): Promise<NetworkUnderTest> => {
  const session = openSession({ directory });
  const host = await requireRunning(session);
  const members = await requireAccess(session, host);
  return {
    channel: session.consortium.channel,
    members: members.map((member) => memberUnderTest(session, member)),
    driver: driverOf(session, host),
    close,
  };
};
