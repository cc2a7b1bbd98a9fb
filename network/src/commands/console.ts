import { plainProgress, type Progress, silentProgress } from '../progress/progress';
import { terminalProgress } from '../progress/terminal-progress';
import { describeFailure, printFailure } from './outcome';

/** Options that every command takes. */
export interface CommonOptions {
  readonly directory: string;
  readonly config?: string;
  readonly json?: boolean;
}

/** Where a command speaks: progress and texts for people, or one JSON object for programs. */
export interface Console {
  readonly progress: Progress;
  /** For people only. */
  say(text: string): void;
}

const out = (text: string): void => void process.stdout.write(text);

const consoleFor = (isJson: boolean): Console => {
  if (isJson) return { progress: silentProgress, say: () => undefined };
  const progress = process.stdout.isTTY ? terminalProgress() : plainProgress((line) => out(`${line}\n`));
  return { progress, say: (text) => out(`${text}\n`) };
};

/**
 * Runs a command: with `--json` prints `{ "ok": true, ... }` or `{ "ok": false, "error": ... }`, else whatever the command
 * says. A failure sets the exit code 1.
 */
export const speak = async (
  options: CommonOptions,
  command: (console: Console) => Promise<object | undefined>,
): Promise<void> => {
  const isJson = options.json === true;
  try {
    const result = await command(consoleFor(isJson));
    if (isJson) out(`${JSON.stringify({ ok: true, ...result })}\n`);
  } catch (error) {
    process.exitCode = 1;
    if (isJson) out(`${JSON.stringify({ ok: false, error: describeFailure(error as Error) })}\n`);
    else process.stderr.write(printFailure(error as Error));
  }
};
