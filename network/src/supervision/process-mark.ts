import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** A process that can be recognised later, although process ids are used again. */
export interface ProcessMark {
  readonly pid: number;
  /** When the system started it, in whatever form the system tells. */
  readonly start: string;
}

/** A process whose first thread has ended has its ports until the last one has: on Linux, until then, it has other tasks. */
const isWholeGone = (pid: number): boolean => readdirSync(`/proc/${pid}/task`).length <= 1;

const startOf = (pid: number): string | undefined => {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The second field is the name in brackets and may hold anything; field 3 is the state, field 22 the start in ticks.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' && isWholeGone(pid) ? undefined : fields[19];
    } catch {
      return undefined;
    }
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
};

/** The mark of a running process; undefined when there is none of that id. */
export const markOf = (pid: number): ProcessMark | undefined => {
  const start = startOf(pid);
  return start === undefined ? undefined : { pid, start };
};

/** True while that very process runs. */
export const isRunning = (mark: ProcessMark): boolean => startOf(mark.pid) === mark.start;

const sleep = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds));

/** Asks a process to end, and ends it after the grace period; resolves when it is gone. A process that is gone already is left alone. */
export const endProcess = async (mark: ProcessMark, graceMilliseconds = 10_000): Promise<void> => {
  const signal = (name: NodeJS.Signals): void => {
    try {
      if (isRunning(mark)) process.kill(mark.pid, name);
    } catch {
      // Gone between the look and the signal.
    }
  };
  signal('SIGTERM');
  const deadline = Date.now() + graceMilliseconds;
  while (isRunning(mark) && Date.now() < deadline) await sleep(20);
  signal('SIGKILL');
  while (isRunning(mark)) await sleep(20);
};
