import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { figure, type Figure } from './report';

/** From the command to the first delivered prescription, everything installed and built. */
export async function benchDemo(report: (figure: Figure) => void): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'rx-bench-demo-'));
  const main = resolve(__dirname, '../../gateway/dist/cli/main.js');
  const begun = performance.now();
  const child = spawn('node', [main, 'demo', '--json', '--directory', directory, '--port-offset', '3500'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number>((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
  let delivered: number | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    if (delivered === undefined && line.includes('"outcome":"DELIVERED"')) delivered = performance.now() - begun;
  }
  const code = await ended;
  rmSync(directory, { recursive: true, force: true });
  if (code !== 0 || delivered === undefined) throw new Error('the demonstration did not come out as expected');
  report(
    figure({
      bench: 'demo',
      metric: 'first delivered prescription',
      value: delivered / 1000,
      unit: 's',
      goal: { atMost: 15 },
    }),
  );
  report(figure({ bench: 'demo', metric: 'the whole of it', value: (performance.now() - begun) / 1000, unit: 's' }));
}
