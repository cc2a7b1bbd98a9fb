import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import type { ControlAddress } from './control';
import { serveControl } from './control-server';
import { markOf } from './process-mark';
import { supervisorFiles } from './supervisor-files';
import { Supervisor } from './supervisor';

/** The supervisor as a process: `node supervisor-main.js <network directory>`. Ends when told to, and everything it runs with it. */
const main = async (directory: string): Promise<void> => {
  const files = supervisorFiles(directory);
  const supervisor = new Supervisor({ logs: files.logs, record: files.record });
  const token = randomBytes(32).toString('hex');
  let ending: Promise<void> | undefined;
  const end = (): Promise<void> => {
    ending ??= supervisor.endAll().then(() => {
      rmSync(files.record, { force: true });
      rmSync(files.address, { force: true });
    });
    return ending;
  };
  const { port } = await serveControl(
    {
      states: async () => ({ processes: supervisor.states() }),
      run: async ({ specs }) => {
        if (ending) throw new Error('the network is being stopped');
        await supervisor.run(specs);
        return {};
      },
      end: async ({ names }) => {
        await supervisor.end(names);
        return {};
      },
      shutdown: async () => {
        await end();
        // After the answer is on its way.
        setTimeout(() => process.exit(0), 20);
        return {};
      },
    },
    token,
  );
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => void end().then(() => process.exit(0)));
  }
  const address: ControlAddress = { ...markOf(process.pid)!, port, token };
  writeFileSync(`${files.address}.new`, JSON.stringify(address), { mode: 0o600 });
  renameSync(`${files.address}.new`, files.address);
};

void main(process.argv[2]!);
