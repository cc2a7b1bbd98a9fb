import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const REPOSITORY = resolve(__dirname, '../..');

/** Runs one of the project's commands to its end and gives back what it printed. */
export const command = async (program: 'rxnet' | 'rx', ...args: string[]): Promise<string> => {
  const main = program === 'rxnet' ? 'network/dist/main.js' : 'gateway/dist/cli/main.js';
  const { stdout } = await promisify(execFile)('node', [join(REPOSITORY, main), ...args], { maxBuffer: 64 << 20 });
  return stdout;
};

/** A network of the bench's own: devnet, four chaincode processes, four gateways, its people in the registry. */
export interface Consortium {
  readonly directory: string;
  /** Of the hospital: where the measured calls go. */
  readonly hospital: { readonly gateway: string; readonly profile: string; readonly wallet: string };
  token(organisation: string, person: string): Promise<string>;
  /** What the node process has used so far: MiB of memory it holds, milliseconds of processor time. */
  nodeUsage(): Promise<{ readonly memory: number; readonly processor: number }>;
  down(): Promise<void>;
}

/** Starts it on ports away from those of a network that may be running. */
export async function startConsortium(portOffset = 3000): Promise<Consortium> {
  const directory = mkdtempSync(join(tmpdir(), 'rx-bench-'));
  const at = ['--directory', directory];
  const down = async (): Promise<void> => {
    await command('rxnet', 'down', '--purge', ...at);
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await command('rxnet', 'up', '--json', '--port-offset', String(portOffset), ...at);
    await command('rx', 'welcome', '--json', ...at);
  } catch (error) {
    await down();
    throw error;
  }
  const variables = readFileSync(join(directory, 'network.env'), 'utf8');
  const value = (name: string): string => new RegExp(`^${name}='(.*)'$`, 'm').exec(variables)?.[1] ?? '';
  return {
    directory,
    hospital: {
      gateway: value('RX_HOSPITAL_GATEWAY'),
      profile: value('RX_HOSPITAL_PROFILE'),
      wallet: value('RX_HOSPITAL_WALLET'),
    },
    token: async (organisation, person) =>
      (await command('rx', 'token', '--network', directory, '--organisation', organisation, '--person', person)).trim(),
    nodeUsage: async () => {
      const status = JSON.parse(await command('rxnet', 'status', '--json', ...at)) as {
        processes: { name: string; pid: number }[];
      };
      const pid = status.processes.find(({ name }) => name === 'devnet')?.pid;
      const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      // Fields 14 and 15, in ticks of 10 ms; the name before them may hold spaces.
      const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ').slice(11, 13);
      return { memory: Number(kilobytes) / 1024, processor: (Number(user) + Number(system)) * 10 };
    },
    down,
  };
}
