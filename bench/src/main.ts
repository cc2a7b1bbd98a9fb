import { parseArgs } from 'node:util';
import { cpus } from 'node:os';
import { benchAnonymisation } from './anonymisation-bench';
import { startConsortium } from './consortium';
import { benchDemo } from './demo-bench';
import { benchDevnet } from './devnet-bench';
import { benchGateway } from './gateway-bench';
import { benchGrowth } from './growth-bench';
import { benchMemory } from './memory-bench';
import { benchOrdering } from './ordering-bench';
import { benchRecords } from './records-bench';
import { createReporter, type Figure } from './report';
import { benchSize } from './size-bench';

/** The sample's two chaincode processes and its front, beside the ports of the consortium file. */
const SAMPLE_PORTS = 17_090;

const NAMES = [
  'memory',
  'devnet',
  'gateway',
  'records',
  'growth',
  'demo',
  'ordering',
  'anonymisation',
  'size',
] as const;
const ON_A_NETWORK = ['gateway', 'records', 'growth', 'ordering'];
/** `ordering` is of Fabric's own orderers alone; the others are of this project's programs, whatever runs the nodes. */
const usual = (runtime: string): readonly string[] =>
  runtime === 'devnet' ? NAMES.filter((name) => name !== 'ordering') : ['gateway', 'ordering'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    runtime: { type: 'string', default: 'devnet' },
    profile: { type: 'string' },
    'port-offset': { type: 'string', default: '3000' },
    /** Prescriptions on the ledger at the end of `growth`. */
    size: { type: 'string', default: '100000' },
  },
});

async function main(): Promise<boolean> {
  const chosen: readonly string[] = positionals.length > 0 ? positionals : usual(values.runtime);
  const unknown = chosen.filter((name) => !(NAMES as readonly string[]).includes(name));
  if (unknown.length > 0) throw new Error(`no bench ${unknown.join(', ')}; there are ${NAMES.join(', ')}`);
  const print = createReporter(process.stdout, values.json);
  const figures: Figure[] = [];
  const report = (figure: Figure): void => {
    figures.push(figure);
    print(figure);
  };
  process.stderr.write(`Node ${process.version}, ${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown'}\n`);
  if (chosen.includes('memory')) await benchMemory(report);
  if (chosen.includes('devnet')) await benchDevnet(report);
  if (ON_A_NETWORK.some((name) => chosen.includes(name))) {
    const { runtime, profile, 'port-offset': portOffset } = values;
    const consortium = await startConsortium({ runtime, profile, portOffset: Number(portOffset) });
    try {
      if (chosen.includes('gateway'))
        await benchGateway(consortium, report, {
          rounds: Number(values.rounds),
          samplePorts: SAMPLE_PORTS + Number(portOffset),
        });
      if (chosen.includes('records')) await benchRecords(consortium, report, Number(values.rounds));
      if (chosen.includes('growth')) await benchGrowth(consortium, report, Number(values.size));
      if (chosen.includes('ordering')) await benchOrdering(consortium, report, Number(values.rounds));
    } finally {
      await consortium.down();
    }
  }
  if (chosen.includes('demo')) await benchDemo(report);
  if (chosen.includes('anonymisation')) await benchAnonymisation(report, Number(values.rounds));
  if (chosen.includes('size')) await benchSize(report, Math.min(3, Number(values.rounds)));
  return figures.every(({ met }) => met !== false);
}

main().then(
  (isMet) => {
    process.exitCode = isMet ? 0 : 2;
  },
  (error: unknown) => {
    process.stderr.write(`bench: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  },
);
