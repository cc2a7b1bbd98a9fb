import { execFile } from 'node:child_process';

/** What a program of this machine came to. */
export interface ProgramOutcome {
  /** Exit code; undefined where it could not be started, or was ended. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

const LARGEST_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Runs a program to its end. Never rejects: the outcome says what went wrong. */
export const runProgram = (
  command: string,
  args: readonly string[],
  options: { readonly folder?: string; readonly environment?: Readonly<Record<string, string>> } = {},
): Promise<ProgramOutcome> =>
  new Promise((done) => {
    execFile(
      command,
      [...args],
      {
        cwd: options.folder,
        env: { ...process.env, ...options.environment },
        maxBuffer: LARGEST_OUTPUT_BYTES,
      },
      (error, stdout, stderr) => {
        const code = error ? error.code : 0;
        done({
          code: typeof code === 'number' ? code : undefined,
          stdout,
          stderr: typeof code === 'string' ? `${stderr}${error!.message}` : stderr,
        });
      },
    );
  });
