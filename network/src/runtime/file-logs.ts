import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessLogs } from './keeper';

const TAIL_BYTES = 256 * 1024;

const readFrom = (path: string, from: number): Buffer => {
  const descriptor = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(Math.max(fstatSync(descriptor).size - from, 0));
    return buffer.subarray(0, readSync(descriptor, buffer, 0, buffer.length, from));
  } finally {
    closeSync(descriptor);
  }
};

/** The logs that a supervisor writes: one file a process. */
export const fileLogs = (folder: string): ProcessLogs => {
  const pathOf = (name: string): string => join(folder, `${name}.log`);
  return {
    async names() {
      const files = existsSync(folder) ? readdirSync(folder) : [];
      return files.flatMap((file) => (file.endsWith('.log') ? [file.slice(0, -'.log'.length)] : [])).sort();
    },
    async lastLines(name, count) {
      const size = statSync(pathOf(name)).size;
      const lines = readFrom(pathOf(name), Math.max(size - TAIL_BYTES, 0))
        .toString('utf8')
        .split('\n');
      return lines.filter((line) => line !== '').slice(-count);
    },
    // A file that was set aside and begun anew is read from its beginning.
    async follow(names, write, signal) {
      const positions = new Map(names.map((name) => [name, { at: statSync(pathOf(name)).size, rest: '' }]));
      while (!signal.aborted) {
        for (const [name, position] of positions) {
          const size = existsSync(pathOf(name)) ? statSync(pathOf(name)).size : 0;
          if (size < position.at) position.at = 0;
          if (size === position.at) continue;
          const chunk = readFrom(pathOf(name), position.at);
          position.at += chunk.length;
          const lines = (position.rest + chunk.toString('utf8')).split('\n');
          position.rest = lines.pop()!;
          for (const line of lines) write(name, line);
        }
        await new Promise<void>((done) => setTimeout(done, 200));
      }
    },
  };
};
