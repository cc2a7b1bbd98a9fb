import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { supervisedHost } from '../runtime/supervised-host';
import { controlClient } from './control-client';
import { findSupervisor } from './find-supervisor';
import { endSupervisor, launchSupervisor } from './launch';
import { endProcess, isRunning, markOf } from './process-mark';
import type { ProcessSpec } from './process-spec';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'rxnet-launch-'));
});

afterEach(async () => {
  await endSupervisor(directory);
  rmSync(directory, { recursive: true });
});

const spec = (): ProcessSpec => ({
  name: 'worker',
  kind: 'node',
  command: process.execPath,
  arguments: ['-e', 'console.log(JSON.stringify({ ready: true })); setInterval(() => undefined, 1000)'],
  folder: directory,
  environment: {},
  readiness: { by: 'line' },
  readyWithinMilliseconds: 20_000,
});

const runWorker = async () => {
  const control = await launchSupervisor(directory);
  const states = await supervisedHost(control).run([spec()]);
  return { control, worker: markOf(states.get('worker')!.pid!)! };
};

describe('a supervisor as a process of its own', () => {
  it('is launched once: the second launch finds the first', async () => {
    const { worker } = await runWorker();
    const again = await launchSupervisor(directory);
    const { processes } = await again.states({});
    expect(processes.map(({ pid }) => pid)).toEqual([worker.pid]);
  });

  it('answers nobody who does not know its token', async () => {
    await runWorker();
    const found = findSupervisor(directory);
    if (found.state !== 'running') throw new Error('it should run');
    const stranger = controlClient({ ...found.address, token: 'a guess' });
    await expect(stranger.states({})).rejects.toThrow(/refused states.*unknown caller/);
  });

  it('ends with everything it runs', async () => {
    const { worker } = await runWorker();
    await endSupervisor(directory);
    expect(isRunning(worker)).toBe(false);
    expect(findSupervisor(directory).state).toBe('absent');
  });

  it('that was killed is recognised, and what it left running is ended before the next one starts', async () => {
    const { worker } = await runWorker();
    const found = findSupervisor(directory);
    if (found.state !== 'running') throw new Error('it should run');
    process.kill(found.address.pid, 'SIGKILL');
    while (isRunning(found.address)) await new Promise((done) => setTimeout(done, 10));
    expect(findSupervisor(directory)).toEqual({ state: 'crashed', left: [worker] });
    expect(isRunning(worker)).toBe(true);
    const next = await runWorker();
    expect(isRunning(worker)).toBe(false);
    expect(isRunning(next.worker)).toBe(true);
  });

  it('does not take another process for its own that has the same id by now', async () => {
    const mine = markOf(process.pid)!;
    await endProcess({ ...mine, start: 'another time' });
    expect(isRunning(mine)).toBe(true);
  });
});
