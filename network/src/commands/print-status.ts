import type { NetworkStatus } from '../operation/status';
import type { ProcessState } from '../supervision/process-spec';
import { table } from './table';

const processRow = ({ name, phase, pid, startedAt, restarts, lastEnd }: ProcessState): readonly string[] => [
  name,
  phase,
  pid === undefined ? '-' : String(pid),
  startedAt === undefined ? '-' : `${Math.round((Date.now() - startedAt) / 1000)} s`,
  restarts === 0 ? '0' : `${restarts} (${lastEnd})`,
];

const states: Readonly<Record<NetworkStatus['state'], string>> = {
  absent: 'There is no network yet. Bring it up with `rxnet up`.',
  stopped: 'The network is down; its ledger and identities are kept. Bring it up with `rxnet up`.',
  crashed: 'The supervisor was killed. `rxnet up` cleans up and starts again; `rxnet down` only cleans up.',
  running: 'The network runs.',
};

/** One that is further behind than this either catches up or hangs: in a healthy network it is a block or two. */
const BLOCKS_BEHIND = 10;

const mebibytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MiB`;

/** `peer.hospital (tls)` is a node's certificate, everything else a person's. */
const renewal = (label: string): string =>
  label.includes(' (') ? `Renew: \`rxnet rotate ${label.split(' ')[0]!}\`.` : 'Renew: `rxnet rotate MEMBER:ID`.';

/** A network's status for people. */
export const printStatus = (status: NetworkStatus): string => {
  const { state, runtime, notice, channel, ordering, leader, orderers, chaincode, members, nodes, disk, processes } =
    status;
  const down = nodes.filter(({ isUp }) => !isUp).map(({ name }) => name);
  const expiring = members.flatMap((member) => member.expiring.map((one) => ({ member: member.name, ...one })));
  const inForce = chaincode
    ? `chaincode ${chaincode.name} ${chaincode.version}, sequence ${chaincode.sequence}`
    : 'no chaincode in force';
  const memberTable = table(
    ['member', 'MSP', 'blocks', 'hash', 'peer', 'orderer', 'CA', 'gateway', 'first expiry'],
    members.map(({ name, mspId, height, blockHash, fault, ports, firstExpiry }) => [
      name,
      mspId,
      height === undefined ? (fault ? 'no answer' : '-') : String(height),
      blockHash?.slice(0, 8) ?? '-',
      String(ports.peer),
      String(ports.orderer),
      String(ports.ca),
      String(ports.gateway),
      firstExpiry ? `${firstExpiry.at.slice(0, 10)} (${firstExpiry.label})` : '-',
    ]),
  );
  const processTable = table(['process', 'phase', 'pid', 'up', 'restarts'], processes.map(processRow));
  return [
    states[state],
    ...(notice ? [notice] : []),
    `Runtime ${runtime}, channel ${channel}, ${inForce}.`,
    `Ordering ${ordering}${leader ? `, led by ${leader}` : ''}. Disk: ${mebibytes(disk.used)} used, ${mebibytes(disk.free)} free.`,
    ...(state === 'running' && down.length > 0 ? [`Down: ${down.join(', ')}. Start: \`rxnet start NODE\`.`] : []),
    ...orderers
      .filter(({ behind = 0 }) => behind > BLOCKS_BEHIND)
      .map(
        ({ name, behind }) =>
          `Behind by ${behind} blocks: ${name}. If that grows, it hangs: \`rxnet stop ${name}\`, \`rxnet start ${name}\`.`,
      ),
    ...expiring.map(({ member, label, at }) => `Runs out ${at.slice(0, 10)}: ${label} of ${member}. ${renewal(label)}`),
    '',
    memberTable,
    ...(processes.length > 0 ? ['', processTable] : []),
  ].join('\n');
};
