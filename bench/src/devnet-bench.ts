import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { figure, type Figure } from './report';

interface Throughput {
  readonly submitMs: number;
  readonly evaluateMs: number;
  readonly submitsPerSecond: number;
  readonly evaluatesPerSecond: number;
  /** CPU of each process a call. */
  readonly submitCpuMs: Readonly<Record<string, number>>;
  readonly evaluateCpuMs: Readonly<Record<string, number>>;
}

const sum = (parts: Readonly<Record<string, number>>): number =>
  Object.values(parts).reduce((all, each) => all + each, 0);

/** The devnet by itself: two organisations, a chaincode process each, the bare SDK with a fast signer. */
export async function benchDevnet(report: (figure: Figure) => void): Promise<void> {
  const cwd = resolve(__dirname, '../../network/devnet');
  const { stdout } = await promisify(execFile)('node', ['bench/run.js', 'bench/throughput.ts'], { cwd });
  const seen = JSON.parse(stdout.trim().split('\n').at(-1)!) as Throughput;
  const lines: readonly Parameters<typeof figure>[0][] = [
    { bench: 'devnet submit', metric: 'one in flight, median', value: seen.submitMs, unit: 'ms', goal: { atMost: 10 } },
    {
      bench: 'devnet submit',
      metric: '64 in flight',
      value: seen.submitsPerSecond,
      unit: '1/s',
      goal: { atLeast: 300 },
    },
    { bench: 'devnet submit', metric: 'processor time, all processes', value: sum(seen.submitCpuMs), unit: 'ms' },
    {
      bench: 'devnet evaluate',
      metric: 'one in flight, median',
      value: seen.evaluateMs,
      unit: 'ms',
      goal: { atMost: 3.5 },
    },
    { bench: 'devnet evaluate', metric: '64 in flight', value: seen.evaluatesPerSecond, unit: '1/s' },
    { bench: 'devnet evaluate', metric: 'processor time, all processes', value: sum(seen.evaluateCpuMs), unit: 'ms' },
  ];
  for (const line of lines) report(figure(line));
}
