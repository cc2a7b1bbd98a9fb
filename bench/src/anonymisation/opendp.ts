import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** OpenDP, where it is on this machine. */
export interface OpenDp {
  /** Draws discrete Laplace noise, all samples in one call; answers the seconds that call took. */
  laplace(epsilon: number, samples: number): Promise<number>;
  close(): void;
}

/**
 * OpenDP in the Python that OPENDP_PYTHON names. Nothing of it is in this repository.
 * @returns why not, where it cannot be had
 */
export async function findOpenDp(): Promise<OpenDp | string> {
  const python = process.env['OPENDP_PYTHON'];
  if (python === undefined || python === '') return 'OPENDP_PYTHON names no Python that has opendp 0.16';
  const script = resolve(__dirname, '../../src/anonymisation/opendp_laplace.py');
  const warm = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  // A Python that is not there, or ends, is told by its silence: `answers` is done then.
  warm.on('error', () => undefined);
  warm.stdin.on('error', () => undefined);
  const answers = createInterface({ input: warm.stdout })[Symbol.asyncIterator]();
  const laplace = async (epsilon: number, samples: number): Promise<number> => {
    warm.stdin.write(`${epsilon} ${samples}\n`);
    const { value, done } = await answers.next();
    const [seconds, drawn] = done === true ? [] : value.split(' ').map(Number);
    if (seconds === undefined || drawn !== samples) throw new Error(`OpenDP drew ${drawn ?? 'none'} of ${samples}`);
    return seconds;
  };
  try {
    await laplace(1, 1);
  } catch {
    return `${python} does not run opendp`;
  }
  return { laplace, close: () => warm.stdin.end() };
}
