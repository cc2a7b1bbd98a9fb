import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import type { NetworkDirectory } from '../../directory/network-directory';
import { chaincodeLine } from '../../identity/chaincode-line';
import { writePrivate } from '../../identity/private-file';
import { OperatorError } from '../../operator-error';
import type { ProcessSpec } from '../../supervision/process-spec';
import type { Consortium } from '../../topology/consortium';
import { authorityAdministrator } from '../authority-administrator';
import { type Node, nodeOf } from '../node';
import type { ProcessHost, Runtime } from '../runtime';
import { ON_THIS_MACHINE } from '../service-layout';
import { supervisedKeeper } from '../supervised-keeper';
import { memberAccess } from './devnet-access';
import { devnetCertificates } from './devnet-certificates';
import { devnetConfiguration } from './devnet-configuration';
import { copyDevnet, devnetStates, switchDevnetMember } from './devnet-control';
import { PROCESS, reportOf, runningReport } from './devnet-report';

const NOTICE =
  'It is a devnet: all nodes are one process, for development and tests, and nothing keeps its organisations from each ' +
  'other. It gives no trust between them.';

const files = ({ nodes }: NetworkDirectory) => ({
  configuration: join(nodes, 'devnet.json'),
  data: join(nodes, 'devnet'),
});

const processSpec = (directory: NetworkDirectory, configuration: string): ProcessSpec => {
  const { data, configuration: path } = files(directory);
  return {
    name: PROCESS,
    kind: 'node',
    command: process.execPath,
    arguments: [
      join(dirname(require.resolve('@rxledger/devnet')), 'main.js'),
      'serve',
      '--config',
      path,
      '--data',
      data,
    ],
    folder: directory.nodes,
    // Another configuration makes another plan, so that the supervisor starts the process anew.
    environment: { DEVNET_CONFIGURATION: createHash('sha256').update(configuration).digest('hex') },
    readiness: { by: 'line' },
    readyWithinMilliseconds: 60_000,
  };
};

const notAlone = (to: string, member: string): OperatorError =>
  new OperatorError(
    'not-alone',
    `the devnet can only ${to} the peer and the orderer of ${member} together`,
    `Write \`rxnet ${to} ${member}\`.`,
  );

/** One ledger serves all the nodes, so none has a disk that could be lost and filled again from the others. */
const refuseReplacement = ({ name }: Node): never => {
  throw new OperatorError(
    'one-ledger',
    `${name} has no disk of its own: a devnet keeps one ledger for all its nodes`,
    'Bring a lost devnet back from a backup (`rxnet restore`); try a replacement with `--runtime native`.',
  );
};

/** It makes its nodes' certificates itself and looks at none of them between its own nodes. */
const refuseRenewal = ({ name }: Node): never => {
  throw new OperatorError(
    'no-renewal',
    `${name} is a part of the devnet's one process, whose nodes do not prove themselves to each other`,
    'People are renewed on a devnet as well (`rxnet rotate <member>:<id>`); try a node with `--runtime native`.',
  );
};

/** Its stores are written anew by each purge. */
const refuseScrub = ({ name }: Node): never => {
  throw new OperatorError(
    'nothing-to-scrub',
    `${name} is a part of the devnet, which leaves nothing in its files of what it deletes`,
    'Scrub the peers of a network of Fabric’s own programs.',
  );
};

/** All members' nodes in one process of this machine. */
export const createDevnetRuntime = (consortium: Consortium, directory: NetworkDirectory): Runtime => {
  const administrator = () => authorityAdministrator(directory);
  const switchMembers = async (host: ProcessHost, nodes: readonly Node[], to: 'stop' | 'start'): Promise<void> => {
    const report = await runningReport(host);
    for (const { name, mspId } of consortium.members) {
      const kinds = nodes.filter(({ member }) => member === name).map(({ kind }) => kind);
      if (kinds.length === 0) continue;
      if (!kinds.includes('peer') || !kinds.includes('orderer')) throw notAlone(to, name);
      await switchDevnetMember(report, mspId, to);
    }
  };
  return {
    name: 'devnet',
    notice: NOTICE,
    keeper: supervisedKeeper(directory),
    services: ON_THIS_MACHINE,
    nodePorts: () => ['peer', 'orderer', 'ca'],
    nodes: consortium.members.flatMap(({ name }) => [nodeOf('orderer', name), nodeOf('peer', name)]),
    check: async () => undefined,
    provide: undefined,
    async start(host) {
      const lines = new Map(consortium.members.map((member) => [member.name, chaincodeLine(member, directory)]));
      const configuration = JSON.stringify(devnetConfiguration(consortium, administrator(), lines), null, 2);
      writePrivate(files(directory).configuration, configuration);
      const states = await host.run([processSpec(directory, configuration)]);
      return memberAccess(consortium, reportOf(states.values())!, administrator());
    },
    async access(host) {
      const report = reportOf(await host.states());
      return report && memberAccess(consortium, report, administrator());
    },
    stopNodes: (host, nodes) => switchMembers(host, nodes, 'stop'),
    startNodes: (host, nodes) => switchMembers(host, nodes, 'start'),
    async runningNodes(host) {
      const report = reportOf(await host.states());
      const states = report ? await devnetStates(report) : [];
      const up = consortium.members.filter(({ mspId }) => states.some((state) => state.mspId === mspId && state.isUp));
      return new Set(up.flatMap(({ name }) => [nodeOf('orderer', name).name, nodeOf('peer', name).name]));
    },
    async copyNodes(host, folder) {
      await copyDevnet(await runningReport(host), join(folder, basename(files(directory).data)));
    },
    checkReplacement: refuseReplacement,
    replaceNode: async (_host, node) => refuseReplacement(node),
    renewNode: async (_host, node) => refuseRenewal(node),
    scrubPeer: async (_host, node) => refuseScrub(node),
    nodeCertificates: () => devnetCertificates(consortium, files(directory).data),
    orderers: async () => [],
  };
};
