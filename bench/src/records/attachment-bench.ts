import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { figure, type Figure } from '../report';
import type { AttachmentTimes } from './attachment-main';

const SIZE = 50;
const MEBIBYTE = 1024 * 1024;

/** The largest attachment through the gateway's content store, in a process of its own, against a cipher and a file. */
export async function benchAttachment(report: (figure: Figure) => void, rounds: number): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'rx-bench-attachment-'));
  try {
    const file = join(directory, 'attachment');
    await writeFile(file, randomBytes(SIZE * MEBIBYTE));
    const args = [join(__dirname, 'attachment-main.js'), directory, file, String(rounds)];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const { grown, store, bare, synced } = JSON.parse(stdout) as AttachmentTimes;
    const speed = (milliseconds: number): number => (SIZE * 1000) / milliseconds;
    const common = { bench: 'attachment, 50 MiB', value: speed(store), unit: 'MiB/s', goal: { atLeast: 0.7 } };
    report(figure({ ...common, metric: 'stored, against cipher and file', reference: speed(bare) }));
    report(figure({ ...common, metric: 'stored, against the same with fsync', reference: speed(synced) }));
    const memory = { value: grown, unit: 'MiB', goal: { atMost: 64 } };
    report(figure({ bench: 'attachment, 50 MiB', metric: 'memory added at the peak', ...memory }));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
