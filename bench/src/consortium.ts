import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { openTestNetwork, type TestNetwork } from '@rxledger/gateway/dist/demo/test-network';
import { readConnectionProfile, type ProfileNode } from '@rxledger/gateway/dist/ledger/connection-profile';
import type { Endpoint } from '@rxledger/network/dist/fabric/endpoint';
import type { NetworkStatus } from '@rxledger/network/dist/operation/status';

const REPOSITORY = resolve(__dirname, '../..');

/** Runs one of the project's commands to its end and gives back what it printed. */
export const command = async (program: 'rxnet' | 'rx', ...args: string[]): Promise<string> => {
  const main = program === 'rxnet' ? 'network/dist/main.js' : 'gateway/dist/cli/main.js';
  const { stdout } = await promisify(execFile)('node', [join(REPOSITORY, main), ...args], { maxBuffer: 64 << 20 });
  return stdout;
};

/** What a network to be measured is started with. */
export interface ConsortiumOptions {
  readonly portOffset: number;
  /** What runs the nodes; `devnet` unless told. */
  readonly runtime?: string | undefined;
  /** How blocks are ordered: `bft4`, `raft1`, `raft3`; as the consortium file says unless told. */
  readonly profile?: string | undefined;
}

export interface ConsortiumMember {
  readonly name: string;
  readonly mspId: string;
  readonly peer: Endpoint;
}

/** A network of the bench's own: nodes, four chaincode processes, four gateways, its people in the registry. */
export interface Consortium {
  readonly directory: string;
  readonly network: TestNetwork;
  readonly members: readonly ConsortiumMember[];
  /** Of the hospital: where the measured calls go. */
  readonly hospital: { readonly gateway: string; readonly profile: string; readonly wallet: string };
  token(organisation: string, person: string): Promise<string>;
  status(): Promise<NetworkStatus>;
  /** What the node processes have used so far: MiB of memory they hold, milliseconds of processor time. */
  nodeUsage(): Promise<{ readonly memory: number; readonly processor: number }>;
  down(): Promise<void>;
}

/** Starts it on ports away from those of a network that may be running. */
export async function startConsortium({ portOffset, runtime, profile }: ConsortiumOptions): Promise<Consortium> {
  const directory = mkdtempSync(join(tmpdir(), 'rx-bench-'));
  const at = ['--directory', directory];
  const kind = [...(runtime ? ['--runtime', runtime] : []), ...(profile ? ['--profile', profile] : [])];
  const down = async (): Promise<void> => {
    await command('rxnet', 'down', '--purge', ...at);
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await command('rxnet', 'up', '--json', '--port-offset', String(portOffset), ...kind, ...at);
    await command('rx', 'welcome', '--json', ...at);
  } catch (error) {
    await down();
    throw new Error(`no network: ${(error as { stdout?: string }).stdout || (error as Error).message}`, {
      cause: error,
    });
  }
  const network = openTestNetwork(directory);
  const status = async () => JSON.parse(await command('rxnet', 'status', '--json', ...at)) as NetworkStatus;
  const hospital = network.members.find(({ name }) => name === 'hospital')!;
  return {
    directory,
    network,
    members: network.members.map(({ name, mspId, connectionProfile }) => {
      const { peers } = readConnectionProfile(connectionProfile);
      return { name, mspId, peer: endpointOf(peers.find((peer) => peer.mspId === mspId)!) };
    }),
    hospital: { gateway: hospital.gateway, profile: hospital.connectionProfile, wallet: hospital.wallet },
    token: async (organisation, person) =>
      (await command('rx', 'token', '--network', directory, '--organisation', organisation, '--person', person)).trim(),
    status,
    nodeUsage: async () => {
      const nodes = (await status()).processes.filter(({ kind, pid }) => kind === 'node' && pid !== undefined);
      const each = nodes.map(({ pid }) => usageOf(pid!));
      return {
        memory: each.reduce((sum, { memory }) => sum + memory, 0),
        processor: each.reduce((sum, { processor }) => sum + processor, 0),
      };
    },
    down,
  };
}

function endpointOf({ url, tlsCertificates }: ProfileNode): Endpoint {
  const { hostname, port } = new URL(url.replace(/^grpcs?/, 'http'));
  return { host: hostname, port: Number(port), tlsAuthorities: tlsCertificates === undefined ? [] : [tlsCertificates] };
}

/** As Linux tells it. */
function usageOf(pid: number): { memory: number; processor: number } {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  // Fields 14 and 15, in ticks of 10 ms; the name before them may hold spaces.
  const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ').slice(11, 13);
  return { memory: Number(kilobytes) / 1024, processor: (Number(user) + Number(system)) * 10 };
}
