import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What one case took ARX. */
export interface ArxFinding {
  readonly milliseconds: number;
  readonly levels: string;
}

/** ARX, where it is on this machine. */
export interface Arx {
  /** Warm, in one process: the median of `rounds` after as many that do not count; one a case. */
  measure(folder: string, rounds: number, cases: readonly string[]): Promise<ArxFinding[]>;
  /** Milliseconds of a whole process for one case, files in and a file out. */
  cold(folder: string, oneCase: string): Promise<number>;
  close(): void;
}

/**
 * ARX from the jar, or jars with colons between them, that ARX_JAR names; compiled against with the machine's own Java.
 * Nothing of it is in this repository.
 * @returns why not, where it cannot be had
 */
export async function findArx(): Promise<Arx | string> {
  const jar = process.env['ARX_JAR'];
  if (jar === undefined || jar === '') return 'ARX_JAR does not name libarx-3.9.2.jar (and what it needs)';
  const absent = jar.split(':').find((path) => !existsSync(path.replace(/\*$/, '')));
  if (absent !== undefined) return `${absent} is not there`;
  const folder = mkdtempSync(join(tmpdir(), 'rx-bench-arx-'));
  const source = resolve(__dirname, '../../src/anonymisation/ArxHarness.java');
  try {
    await run('javac', ['-cp', jar, '-d', folder, source]);
  } catch (error) {
    rmSync(folder, { recursive: true });
    return `the harness did not compile: ${error instanceof Error ? error.message.split('\n')[0]! : String(error)}`;
  }
  const java = (data: string, rounds: number, output: string, cases: readonly string[]) =>
    run('java', ['-Xmx4g', '-cp', `${folder}:${jar}`, 'ArxHarness', data, String(rounds), output, ...cases], {
      maxBuffer: 1 << 24,
    });
  return {
    async measure(data, rounds, cases) {
      const { stdout } = await java(data, rounds, '-', cases);
      return stdout
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as ArxFinding);
    },
    async cold(data, oneCase) {
      const begun = performance.now();
      await java(data, 1, join(folder, 'output.csv'), [oneCase]);
      return performance.now() - begun;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
