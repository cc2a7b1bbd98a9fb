import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { Problem } from '../http/problem';
import type { Task, WorkStep } from './work';
import type { Told } from './worker-main';

/** As it was built, whether this file runs from the sources or from the build. */
const PROGRAM = join(__dirname, '../../dist/releases/worker-main.js');
/** Megabytes a worker may hold. */
const MEMORY = 2048;

/** A worker process under way. */
export interface Worker {
  /** The SHA-256 of the artefact's manifest; nothing where rows were only checked. */
  readonly done: Promise<string | undefined>;
  /** Ends it at once. */
  stop(): void;
}

/**
 * Starts a process for one task: what it holds is gone with it, and it can be stopped whatever it does.
 * @param onPart told how far a long step is, from 0 to 1
 */
export type StartWorker = (task: Task, onStep: (step: WorkStep) => void, onPart?: (part: number) => void) => Worker;

export const startWorker: StartWorker = (task, onStep, onPart) => {
  const child = fork(PROGRAM, [], {
    execArgv: [`--max-old-space-size=${MEMORY}`],
    // Of what it writes nothing is kept: it may quote the data.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const done = outcomeOf(child, onStep, onPart);
  child.send(task);
  return { done, stop: () => child.kill('SIGKILL') };
};

function outcomeOf(
  child: ChildProcess,
  onStep: (step: WorkStep) => void,
  onPart?: (part: number) => void,
): Promise<string | undefined> {
  let told: Told | undefined;
  child.on('message', (message: Told) => {
    if ('step' in message) onStep(message.step);
    else if ('part' in message) onPart?.(message.part);
    else told = message;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      if (told !== undefined && 'done' in told) resolve(told.done ?? undefined);
      else reject(new Problem('RELEASE_SOURCE', { faults: [{ path: '/rows', rule: faultIn(told) }] }));
    });
  });
}

/** A process that ended without a word ran out of memory, or was killed. */
const faultIn = (told: Told | undefined): string => (told !== undefined && 'fault' in told ? told.fault : 'ended');
