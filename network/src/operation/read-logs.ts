import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { NetworkDirectory } from '../directory/network-directory';
import { OperatorError } from '../operator-error';

/** A process's log. */
export interface LogFile {
  readonly name: string;
  readonly path: string;
}

const TAIL_BYTES = 256 * 1024;

/**
 * The logs there are, or those of one process or member.
 * @throws OperatorError where nothing of that name has a log
 */
export const findLogs = ({ logs, root }: NetworkDirectory, wanted: string | undefined): readonly LogFile[] => {
  const names = existsSync(logs)
    ? readdirSync(logs).flatMap((file) => (file.endsWith('.log') ? [file.slice(0, -'.log'.length)] : []))
    : [];
  const found = names.filter((name) => wanted === undefined || name === wanted || name.endsWith(`.${wanted}`));
  if (found.length > 0) return found.sort().map((name) => ({ name, path: join(logs, `${name}.log`) }));
  const there = names.length > 0 ? `There are: ${names.sort().join(', ')}.` : 'Bring the network up first: `rxnet up`.';
  throw new OperatorError('no-log', `no log of ${wanted ?? 'anything'} in ${root}`, there);
};

const readFrom = (path: string, from: number): Buffer => {
  const descriptor = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(Math.max(fstatSync(descriptor).size - from, 0));
    return buffer.subarray(0, readSync(descriptor, buffer, 0, buffer.length, from));
  } finally {
    closeSync(descriptor);
  }
};

/** The last lines of a log. */
export const lastLines = ({ path }: LogFile, count: number): readonly string[] => {
  const size = statSync(path).size;
  const lines = readFrom(path, Math.max(size - TAIL_BYTES, 0))
    .toString('utf8')
    .split('\n');
  return lines.filter((line) => line !== '').slice(-count);
};

/** Follows logs until the signal: each new line once, also after the file was set aside and begun anew. */
export const followLogs = async (
  files: readonly LogFile[],
  write: (name: string, line: string) => void,
  signal: AbortSignal,
): Promise<void> => {
  const positions = new Map(files.map(({ path }) => [path, { at: statSync(path).size, rest: '' }]));
  while (!signal.aborted) {
    for (const { name, path } of files) {
      const position = positions.get(path)!;
      const size = existsSync(path) ? statSync(path).size : 0;
      if (size < position.at) position.at = 0;
      if (size === position.at) continue;
      const chunk = readFrom(path, position.at);
      position.at += chunk.length;
      const lines = (position.rest + chunk.toString('utf8')).split('\n');
      position.rest = lines.pop()!;
      for (const line of lines) write(name, line);
    }
    await new Promise<void>((done) => setTimeout(done, 200));
  }
};
