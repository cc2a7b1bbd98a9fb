import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What one run of a case took ARX, its reading included, and what it found. */
export interface ArxFinding {
  readonly milliseconds: number;
  readonly levels: string;
  readonly loss: number;
}

/** ARX, where it is on this machine. */
export interface Arx {
  /** One run of a case, k:suppression:metric:a,b,c, in the process that ran all those before. */
  ask(oneCase: string): Promise<ArxFinding>;
  /** Milliseconds of a whole process for one case, files in and a file out. */
  cold(folder: string, oneCase: string): Promise<number>;
  close(): void;
}

/**
 * ARX from the jar, or jars with colons between them, that ARX_JAR names; compiled against with the machine's own Java.
 * Nothing of it is in this repository.
 * @param data - folder of the data set and its hierarchies
 * @returns why not, where it cannot be had
 */
export async function findArx(data: string): Promise<Arx | string> {
  const jar = process.env['ARX_JAR'];
  if (jar === undefined || jar === '') return 'ARX_JAR does not name the jar of ARX 3.9.2 (and those it needs)';
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
  const java = ['-Xmx4g', '-cp', `${folder}:${jar}`, 'ArxHarness'];
  const warm = spawn('java', [...java, data], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: warm.stdout })[Symbol.asyncIterator]();
  return {
    async ask(oneCase) {
      warm.stdin.write(`${oneCase}\n`);
      const { value, done } = await answers.next();
      if (done === true) throw new Error('ARX ended before it answered');
      return JSON.parse(value) as ArxFinding;
    },
    async cold(folderOfData, oneCase) {
      const begun = performance.now();
      await run('java', [...java, folderOfData, oneCase, join(folder, 'output.csv')]);
      return performance.now() - begun;
    },
    close() {
      warm.stdin.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
