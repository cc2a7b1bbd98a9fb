import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { NetworkDirectory } from '../../directory/network-directory';
import { writePrivate } from '../../identity/private-file';
import type { ProcessSpec, ProcessState } from '../../supervision/process-spec';
import type { Consortium, Member } from '../../topology/consortium';
import type { ProcessHost, Runtime } from '../runtime';
import { type DevnetReport, memberAccess } from './devnet-access';
import { devnetConfiguration } from './devnet-configuration';

const PROCESS = 'devnet';

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

const processSpec = (directory: NetworkDirectory): ProcessSpec => {
  const { configuration, data } = files(directory);
  const program = join(dirname(require.resolve('@rxledger/devnet/package.json')), 'dist', 'main.js');
  return {
    name: PROCESS,
    kind: 'node',
    command: process.execPath,
    arguments: [program, 'serve', '--config', configuration, '--data', data],
    folder: directory.nodes,
    environment: {},
    readiness: { by: 'line' },
    readyWithinMilliseconds: 60_000,
  };
};

const reportOf = (state: ProcessState | undefined): DevnetReport | undefined =>
  state?.phase === 'ready' ? (state.report as DevnetReport) : undefined;

/** All members' nodes in one process of this machine. */
export const createDevnetRuntime = (consortium: Consortium, directory: NetworkDirectory): Runtime => {
  const spec = processSpec(directory);
  const secret = () => administratorSecret(files(directory).secret);

  const access = async (host: ProcessHost) => {
    const report = reportOf((await host.states()).find(({ name }) => name === PROCESS));
    return report && memberAccess(consortium, report, secret());
  };

  return {
    name: 'devnet',
    notice:
      'This network is one process: it is for development and tests, and gives no trust between the organisations in it.',
    nodePorts: ['peer', 'orderer', 'ca'],
    access,
    async start(host) {
      const configuration = JSON.stringify(devnetConfiguration(consortium, secret()), null, 2);
      writePrivate(files(directory).configuration, configuration);
      const states = await host.run([spec]);
      return memberAccess(consortium, reportOf(states.get(PROCESS))!, secret());
    },
    chaincodeConnection: (member, tls) => ({
      address: `localhost:${member.ports.chaincode}`,
      dial_timeout: '10s',
      tls_required: true,
      client_auth_required: true,
      client_key: tls.clientKey,
      client_cert: tls.clientCertificate,
      root_cert: tls.authorities,
    }),
    stopMember: (host, member) => fault(host, member, 'stop'),
    startMember: (host, member) => fault(host, member, 'start'),
    async isMemberUp(host, member) {
      void member;
      return (await access(host)) !== undefined;
    },
  };
};

const fault = async (_host: ProcessHost, _member: Member, _what: 'stop' | 'start'): Promise<void> => undefined;
