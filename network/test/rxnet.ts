import { execFile, execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';

const PROGRAM = join(__dirname, '..', 'bin', 'rxnet.js');

/** What a command came to. */
export interface CommandOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Types `rxnet` with these arguments, as a user without a terminal does. */
export const rxnet = (...args: readonly string[]): Promise<CommandOutcome> =>
  new Promise((done) => {
    execFile(process.execPath, [PROGRAM, ...args], { maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
      done({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr });
    });
  });

/** Types a command that does not end by itself, and Ctrl-C after so many lines; returns these lines. */
export const firstLines = (count: number, ...args: readonly string[]): Promise<readonly string[]> =>
  new Promise((done) => {
    const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
      if (said.split('\n').length > count) child.kill('SIGINT');
    });
    child.once('exit', () => done(said.split('\n').slice(0, count)));
  });

/** Likewise with `--json`; the one object that it prints. */
export const rxnetJson = async <T>(...args: readonly string[]): Promise<T> => {
  const { stdout } = await rxnet(...args, '--json');
  return JSON.parse(stdout) as T;
};

/** Command lines of all processes that have to do with a network directory. */
export const processesOf = (directory: string): readonly string[] =>
  execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 })
    .split('\n')
    .filter((line) => line.includes(directory) && !line.startsWith('ps '));
