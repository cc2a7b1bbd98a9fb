import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { faultVerbs } from './fault-verbs';
import { duration, type Verb, type Written } from './verb';

const tellTime = ({ now, shiftMilliseconds }: Record<string, unknown>): string =>
  `It is ${String(now)} on the network${shiftMilliseconds === 0 ? ', as on this machine' : `, ${Number(shiftMilliseconds) / 1000} s from this machine's clock`}.`;

const heightsOf = (answer: Record<string, unknown>): string =>
  Object.entries(answer['heights'] as Record<string, number>)
    .map(([channel, height]) => `${channel} ${height} blocks`)
    .join(', ');

const text = ({ options }: Written, name: string): string | undefined => {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
};

/** `host:port`, or `Org1MSP=host:port,Org2MSP=host:port`. */
const addressOf = (given: string | undefined): string | Record<string, string> | undefined =>
  given?.includes('=')
    ? Object.fromEntries(given.split(',').map((part) => part.split('=', 2) as [string, string]))
    : given;

const collectionsOf = (file: string | undefined): unknown =>
  file === undefined ? undefined : JSON.parse(readFileSync(file, 'utf8'));

const deployment = (written: Written): object => {
  const path = text(written, 'path');
  return {
    name: written.parameters['name'],
    channel: text(written, 'channel'),
    version: text(written, 'ccVersion'),
    path: path === undefined ? undefined : resolve(path),
    command: text(written, 'command')?.split(' '),
    address: addressOf(text(written, 'address')),
    policy: text(written, 'policy'),
    collections: collectionsOf(text(written, 'collections')),
  };
};

const tellDeployment = (answer: Record<string, unknown>): string => {
  const packages = answer['packages'] as Record<string, { packageId: string; address: string }>;
  return [
    `${String(answer['name'])} ${String(answer['version'])}, sequence ${String(answer['sequence'])}, is in force on ${String(answer['channel'])}.`,
    ...Object.entries(packages).map(([mspId, { packageId, address }]) => `  ${mspId}  ${address}  ${packageId}`),
  ].join('\n');
};

const fileCall =
  (path: string): Verb['call'] =>
  ({ parameters }) => ({ method: 'POST', path, body: { file: resolve(parameters['file']!) } });

const id = ({ parameters }: Written): string => encodeURIComponent(parameters['id']!);

/** What can be asked of a running network on a command line. */
export const verbs: readonly Verb[] = [
  {
    usage: 'snapshot',
    summary: 'remember all ledgers and the clock, to go back to',
    call: () => ({ method: 'POST', path: '/snapshots' }),
    tell: (answer) => `Snapshot ${String(answer['id'])}: ${heightsOf(answer)}.`,
  },
  {
    usage: 'snapshots',
    summary: 'list the snapshots there are',
    call: () => ({ method: 'GET', path: '/snapshots' }),
    tell: ({ snapshots }) =>
      (snapshots as Record<string, unknown>[]).map((one) => `${String(one['id'])}: ${heightsOf(one)}`).join('\n') ||
      'There is no snapshot.',
  },
  {
    usage: 'revert <id>',
    summary: 'go back to a snapshot; later snapshots go',
    call: (written) => ({ method: 'POST', path: `/snapshots/${id(written)}/revert` }),
    tell: (answer) => `The network is back at snapshot ${String(answer['id'])}: ${heightsOf(answer)}.`,
  },
  {
    usage: 'drop-snapshot <id>',
    summary: 'forget a snapshot',
    call: (written) => ({ method: 'DELETE', path: `/snapshots/${id(written)}` }),
    tell: () => 'The snapshot is forgotten.',
  },
  {
    usage: 'time show',
    summary: "tell the network's time",
    call: () => ({ method: 'GET', path: '/time' }),
    tell: tellTime,
  },
  {
    usage: 'time set <time>',
    summary: "set the network's time, as 2030-01-31T12:00:00Z",
    call: ({ parameters }) => ({ method: 'POST', path: '/time/set', body: { at: parameters['time'] } }),
    tell: tellTime,
  },
  {
    usage: 'time advance <duration>',
    summary: "move the network's time on by 90s, 15m, 2h, 30d",
    call: ({ parameters }) => ({
      method: 'POST',
      path: '/time/advance',
      body: { milliseconds: duration(parameters['duration']!) },
    }),
    tell: tellTime,
  },
  {
    usage: 'time reset',
    summary: "make the network's time this machine's again",
    call: () => ({ method: 'POST', path: '/time/reset' }),
    tell: tellTime,
  },
  {
    usage: 'dump <file>',
    summary: 'write all ledgers, keys and private data to a file',
    call: fileCall('/dump'),
    tell: ({ file }) =>
      `${String(file)} holds the network, its private keys and private data among it. Keep it to yourself.`,
  },
  {
    usage: 'load <file>',
    summary: 'put the ledgers of a dump of this network in the place of its own',
    call: fileCall('/load'),
    tell: ({ file }) => `The network is where ${String(file)} left it.`,
  },
  {
    usage: 'deploy <name>',
    summary: 'bring a chaincode into force, or its next version: package, run, install, approve, commit',
    options: [
      ['--path <folder>', 'folder of a Node chaincode, built: a process an organisation is run of it'],
      ['--command <line>', 'how it is started, instead of fabric-chaincode-node server'],
      ['--address <host:port>', 'where it runs already; or Org1MSP=host:port,Org2MSP=host:port'],
      ['--channel <name>', 'the channel, where there are several'],
      ['--policy <policy>', "who endorses, as AND('Org1MSP.peer','Org2MSP.peer')"],
      ['--collections <file>', 'JSON, as peer lifecycle chaincode reads it'],
      ['--cc-version <version>', 'the version; <sequence>.0 unless given'],
    ],
    call: (written) => ({ method: 'POST', path: '/deploy', body: deployment(written) }),
    tell: tellDeployment,
  },
  ...faultVerbs,
];
