import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DevnetConfig, DevnetOrganisation } from '../../src';

/** What `fabric-devnet serve` says when it is ready. */
export interface ReadyLine {
  readonly ready: true;
  readonly warning: string;
  readonly channels: readonly string[];
  readonly organisations: readonly Pick<DevnetOrganisation, 'name' | 'mspId' | 'peer' | 'orderer' | 'ca'>[];
  readonly control: { readonly url: string; readonly tokenFile: string };
}

/** A network in a process of its own. */
export interface DevnetProcess {
  readonly line: ReadyLine;
  readonly pid: number;
  /** Lines of the log so far. */
  readonly log: readonly string[];
  /** Ends it. @returns its exit code; null where the signal ended it */
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

const workspace = join(__dirname, '..', '..');

const newest = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((latest, entry) => Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0);

/** The compiled command; compiled now where the sources are younger. */
export const command = (): string => {
  const main = join(workspace, 'dist', 'main.js');
  if (!existsSync(main) || newest(join(workspace, 'dist')) < newest(join(workspace, 'src'))) {
    execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '--build', workspace], { stdio: 'inherit' });
  }
  return main;
};

const exited = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode) resolve(child.exitCode);
    else child.once('exit', (code) => resolve(code));
  });

/** Runs `fabric-devnet serve` with this configuration until it is ready. */
export const serveDevnet = async (config: DevnetConfig, data: string): Promise<DevnetProcess> => {
  const file = join(data, 'config.json');
  writeFileSync(file, JSON.stringify(config));
  const child = spawn(process.execPath, [command(), 'serve', '--config', file, '--data', data], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => log.push(...text.split('\n').filter(Boolean)));
  const line = await new Promise<ReadyLine>((resolve, reject) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.includes('\n')) resolve(JSON.parse(text) as ReadyLine);
    });
    child.once('exit', (code) => reject(new Error(`fabric-devnet ended with ${code}: ${log.join('\n')}`)));
  });
  return {
    line,
    pid: child.pid!,
    log,
    kill: (signal) => {
      child.kill(signal);
      return exited(child);
    },
  };
};
