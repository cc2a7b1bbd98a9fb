import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { findSupervisor } from '@rxledger/network/dist/supervision/find-supervisor';
import type { ProcessState } from '@rxledger/network/dist/supervision/process-spec';
import { command, type Consortium } from '../consortium';

const LOOK_EVERY_MILLISECONDS = 50;
const READY_WITHIN_MILLISECONDS = 60_000;

/** The processes of a network, as somebody with the machine in his hands treats them. */
export class Nodes {
  constructor(private readonly consortium: Consortium) {}

  /** As the supervisor knows them. */
  async states(): Promise<readonly ProcessState[]> {
    const found = findSupervisor(this.consortium.directory);
    if (found.state !== 'running') throw new Error('the supervisor is not running');
    return (await found.control.states({})).processes;
  }

  async state(name: string): Promise<ProcessState | undefined> {
    return (await this.states()).find((state) => state.name === name);
  }

  /** @throws Error where it does not run */
  async pid(name: string): Promise<number> {
    const pid = (await this.state(name))?.pid;
    if (pid === undefined) throw new Error(`${name} is not running`);
    return pid;
  }

  async signal(name: string, signal: NodeJS.Signals): Promise<void> {
    process.kill(await this.pid(name), signal);
  }

  /** Waits until a process is ready in another run than that of `pid`; answers the milliseconds it took. */
  async isBack(name: string, pid: number | undefined): Promise<number> {
    const begun = performance.now();
    while (performance.now() - begun < READY_WITHIN_MILLISECONDS) {
      const state = await this.state(name);
      if (state?.phase === 'ready' && state.pid !== pid) return performance.now() - begun;
      await sleep(LOOK_EVERY_MILLISECONDS);
    }
    throw new Error(`${name} did not come back`);
  }

  /** Sets how large a file a process may write; `undefined` lifts the limit. Linux, and one's own processes. */
  limitFileSize(pid: number, bytes: number | undefined): void {
    execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes ?? 'unlimited'}:unlimited`], { stdio: 'pipe' });
  }

  /** SIGKILL, and the supervisor is told to leave it at that. */
  async killForGood(name: string): Promise<void> {
    const found = findSupervisor(this.consortium.directory);
    if (found.state !== 'running') throw new Error('the supervisor is not running');
    process.kill(await this.pid(name), 'SIGKILL');
    await found.control.end({ names: [name] });
  }

  /** Keeps a node, or a member's nodes, down: the supervisor does not start them. */
  async stop(target: string): Promise<void> {
    await command('rxnet', 'stop', target, '--directory', this.consortium.directory);
  }

  async start(target: string): Promise<void> {
    await command('rxnet', 'start', target, '--directory', this.consortium.directory);
  }
}
