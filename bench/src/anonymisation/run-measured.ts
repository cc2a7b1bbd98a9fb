import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** What a program and all it started took. */
export interface Measured {
  readonly output: string;
  readonly milliseconds: number;
  /** Bytes: the peaks of all its processes added up, whether they came at one time or not. */
  readonly peak: number;
}

/** Milliseconds between looks; a peak is kept by the system, so that only the last of a process is missed. */
const LOOK = 20;

/**
 * Runs a program and watches its memory as Linux counts it (VmHWM: the most that was ever resident).
 * @throws Error with its last words where it fails
 */
export async function runMeasured(program: string, args: readonly string[]): Promise<Measured> {
  const begun = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const peaks = new Map<number, number>();
  const look = setInterval(() => {
    for (const pid of familyOf(child.pid!)) peaks.set(pid, peakOf(pid) ?? peaks.get(pid) ?? 0);
  }, LOOK);
  let output = '';
  let faults = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (faults += text.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).finally(() => {
    clearInterval(look);
  });
  const milliseconds = performance.now() - begun;
  if (code !== 0) throw new Error(`${program} ended with ${String(code)}: ${faults.slice(-500)}`);
  return { output, milliseconds, peak: [...peaks.values()].reduce((sum, peak) => sum + peak, 0) };
}

function familyOf(pid: number): number[] {
  const children = lookAt(() =>
    readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    ),
  );
  return [pid, ...(children ?? []).flatMap(familyOf)];
}

/** None of a process that has ended and is still listed. */
const peakOf = (pid: number): number | undefined => {
  const [, kilobytes] = lookAt(() => /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))) ?? [];
  return kilobytes === undefined ? undefined : 1024 * Number(kilobytes);
};

/** Processes end between two looks. */
function lookAt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
