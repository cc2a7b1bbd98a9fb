import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { NetworkDirectory } from '../../directory/network-directory';
import { writePrivate } from '../../identity/private-file';
import { OperatorError } from '../../operator-error';
import type { ProcessSpec, ProcessState } from '../../supervision/process-spec';
import type { Consortium } from '../../topology/consortium';
import type { ProcessHost, Runtime } from '../runtime';
import { type DevnetReport, memberAccess } from './devnet-access';
import { devnetConfiguration } from './devnet-configuration';
import { devnetStates, switchDevnetMember } from './devnet-control';

const PROCESS = 'devnet';

const NOTICE =
  'It is a devnet: all nodes are one process, for development and tests, and nothing keeps its organisations from each ' +
  'other. It gives no trust between them.';

const files = ({ nodes }: NetworkDirectory) => ({
  configuration: join(nodes, 'devnet.json'),
  data: join(nodes, 'devnet'),
  secret: join(nodes, 'ca-admin.secret'),
});

/** The CAs' first administrator has one secret for the life of a network. */
const administratorSecret = (path: string): string => {
  if (!existsSync(path)) writePrivate(path, randomBytes(32).toString('base64url'));
  return readFileSync(path, 'utf8');
};

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

const reportOf = (states: Iterable<ProcessState>): DevnetReport | undefined => {
  const state = [...states].find(({ name }) => name === PROCESS);
  return state?.phase === 'ready' ? (state.report as DevnetReport) : undefined;
};

const runningReport = async (host: ProcessHost): Promise<DevnetReport> => {
  const report = reportOf(await host.states());
  if (report) return report;
  throw new OperatorError('not-running', 'the devnet is not running', 'Bring the network up: `rxnet up`.');
};

/** All members' nodes in one process of this machine. */
export const createDevnetRuntime = (consortium: Consortium, directory: NetworkDirectory): Runtime => {
  const secret = () => administratorSecret(files(directory).secret);
  return {
    name: 'devnet',
    notice: NOTICE,
    nodePorts: ['peer', 'orderer', 'ca'],
    async start(host, lines) {
      const configuration = JSON.stringify(devnetConfiguration(consortium, secret(), lines), null, 2);
      writePrivate(files(directory).configuration, configuration);
      const states = await host.run([processSpec(directory, configuration)]);
      return memberAccess(consortium, reportOf(states.values())!, secret());
    },
    async access(host) {
      const report = reportOf(await host.states());
      return report && memberAccess(consortium, report, secret());
    },
    async stopMember(host, { mspId }) {
      await switchDevnetMember(await runningReport(host), mspId, 'stop');
    },
    async startMember(host, { mspId }) {
      await switchDevnetMember(await runningReport(host), mspId, 'start');
    },
    async isMemberUp(host, { mspId }) {
      const report = reportOf(await host.states());
      if (!report) return false;
      return (await devnetStates(report)).some((state) => state.mspId === mspId && state.isUp);
    },
  };
};
