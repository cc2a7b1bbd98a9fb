import { existsSync } from 'node:fs';
import { PROCESS_KINDS } from '../../supervision/process-spec';
import type { Keeper, KeptProcesses } from '../keeper';
import type { ProcessHost } from '../runtime';
import { containerLogs } from './container-logs';
import { containerStates } from './container-states';
import { docker, dockerOrThrow, requireEngine } from './engine';
import { LABELS } from './project';

const GRACE_SECONDS = 30;

const labelled = async (directory: string, ...list: string[]): Promise<readonly string[]> => {
  const found = await dockerOrThrow(...list, '--quiet', '--filter', `label=${LABELS.directory}=${directory}`);
  return found.split('\n').filter((line) => line !== '');
};

/** Ends a network's containers, what others lean on last, and removes them. Touches nothing that has not its label. */
const endContainers = async (directory: string): Promise<void> => {
  const containers = await containerStates(directory);
  for (const kind of [...PROCESS_KINDS].reverse()) {
    const ids = containers.filter(({ state }) => state.kind === kind).map(({ id }) => id);
    if (ids.length === 0) continue;
    await dockerOrThrow('stop', '--time', String(GRACE_SECONDS), ...ids);
    await dockerOrThrow('rm', '--force', '--volumes', ...ids);
  }
};

/** The containers of a network, by their labels. */
export const keptContainers = (directory: string, file: string): KeptProcesses => ({
  async shutdown(isPurge) {
    // Nothing was made for this directory, and the engine may be absent.
    if (!existsSync(file)) return;
    await requireEngine();
    await endContainers(directory);
    for (const network of await labelled(directory, 'network', 'ls')) await docker('network', 'rm', network);
    if (!isPurge) return;
    for (const volume of await labelled(directory, 'volume', 'ls')) await dockerOrThrow('volume', 'rm', volume);
  },
  logs: containerLogs(directory),
});

/** Keeps processes alive in containers: the engine restarts what crashed, also after this machine was restarted. */
export const composeKeeper = (directory: string, file: string, host: () => Promise<ProcessHost>): Keeper => ({
  ...keptContainers(directory, file),
  async find() {
    await requireEngine();
    const containers = await containerStates(directory);
    const isRunning = containers.some(({ state }) => state.phase !== 'ended');
    return isRunning ? { state: 'running', host: await host() } : { state: 'absent' };
  },
  launch: host,
});
