import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { ProcessLogs } from '../keeper';
import { containerStates } from './container-states';
import { runProgram } from './run-program';

/** What the engine keeps of the words of a network's containers; nothing once they are taken down. */
export const containerLogs = (directory: string): ProcessLogs => {
  const idOf = async (name: string): Promise<string> =>
    (await containerStates(directory)).find(({ state }) => state.name === name)?.id ?? name;
  return {
    names: async () => (await containerStates(directory)).map(({ state }) => state.name).sort(),
    async lastLines(name, count) {
      // Both streams in one, as the process wrote them.
      const { stdout, stderr } = await runProgram('docker', ['logs', '--tail', String(count), await idOf(name)]);
      return `${stdout}${stderr}`.split('\n').filter((line) => line !== '');
    },
    async follow(names, write, signal) {
      const followed = await Promise.all(names.map(async (name) => ({ name, id: await idOf(name) })));
      await Promise.all(
        followed.map(async ({ name, id }) => {
          const child = spawn('docker', ['logs', '--follow', '--tail', '0', id], {
            stdio: ['ignore', 'pipe', 'pipe'],
            signal,
          });
          child.once('error', () => undefined);
          const streams = [child.stdout, child.stderr].map((input) => createInterface({ input }));
          for (const stream of streams) stream.on('line', (line) => write(name, line));
          await new Promise<void>((done) => child.once('close', () => done()));
        }),
      );
    },
  };
};
