import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startConsortium } from '../consortium';
import { faultsOfRun, lineOf, markdownOf } from './report';
import { runChaos } from './run-chaos';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    runtime: { type: 'string', default: 'native' },
    profile: { type: 'string' },
    'port-offset': { type: 'string', default: '4000' },
    /** Only faults whose name this regular expression matches. */
    only: { type: 'string' },
    /** Prescriptions issued at most, and commands under way in each organisation. */
    prescriptions: { type: 'string', default: '4000' },
    workers: { type: 'string', default: '4' },
    /** Seconds a fault is held, and after which no further one is begun. */
    hold: { type: 'string', default: '4' },
    limit: { type: 'string', default: '300' },
    /** File for the report as Markdown. */
    report: { type: 'string' },
  },
});

const ENDING = ['SIGINT', 'SIGTERM'] as const;

async function main(): Promise<boolean> {
  const { runtime, profile, only } = values;
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  say(`Starting a network of its own (${runtime}${profile ? `, ${profile}` : ''})`);
  const consortium = await startConsortium({ runtime, profile, portOffset: Number(values['port-offset']) });
  const end = (): void => void consortium.down().finally(() => process.exit(130));
  for (const signal of ENDING) process.once(signal, end);
  try {
    const outcome = await runChaos(
      consortium,
      {
        load: { prescriptions: Number(values.prescriptions), workers: Number(values.workers) },
        hold: Number(values.hold),
        limit: Number(values.limit),
        only: only === undefined ? undefined : new RegExp(only),
      },
      (record) => say(lineOf(record)),
    );
    const text = markdownOf(outcome, `Runtime ${runtime}${profile ? `, ${profile}` : ''}`);
    if (values.report !== undefined) writeFileSync(values.report, text);
    const { journal, ...rest } = outcome;
    const { refusals, abandoned, repeats, rivals } = journal;
    const told = { refusals, abandoned, repeats: Object.fromEntries(repeats), rivals: rivals.size };
    const wrong = faultsOfRun(outcome);
    process.stdout.write(values.json ? `${JSON.stringify({ ...rest, ...told, wrong })}\n` : text);
    if (wrong.length > 0) say(`WRONG: ${wrong.join(', ')}`);
    return wrong.length === 0;
  } finally {
    for (const signal of ENDING) process.removeListener(signal, end);
    await consortium.down();
  }
}

main().then(
  (isWell) => {
    process.exitCode = isWell ? 0 : 2;
  },
  (error: unknown) => {
    process.stderr.write(`chaos: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  },
);
