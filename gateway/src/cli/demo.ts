import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Command } from 'commander';
import { enterPeople } from '../demo/enter-people';
import { createJsonNarrator, createTerminalNarrator } from '../demo/narrator';
import { runDemo } from '../demo/run-demo';
import { isExpected } from '../demo/stage';
import { openTestNetwork } from '../demo/test-network';

interface DemoOptions {
  readonly directory: string;
  readonly portOffset: string;
  readonly keep?: boolean;
  readonly json?: boolean;
  readonly runtime?: string;
  readonly profile?: string;
  readonly adapter?: string;
}

const REPOSITORY = resolve(__dirname, '../../..');
const RXNET = join(REPOSITORY, 'network', 'dist', 'main.js');

/** `rx demo`: a network of its own, a dozen prescriptions on it, and a table of who did what. */
export const demoCommand = (): Command =>
  new Command('demo')
    .description(
      'start four organisations and let a dozen prescriptions live; exits 0 only if all came out as expected',
    )
    .option('--directory <path>', 'where the demonstration keeps its network', join(REPOSITORY, '.demo'))
    .option('--port-offset <n>', 'added to every port of the consortium file', '1000')
    .option('--runtime <name>', 'what runs the nodes, as in `rxnet up`')
    .option('--profile <name>', 'how blocks are ordered, as in `rxnet up`')
    .option('--adapter <name>', 'how the gateways reach the ledger, as in `rxnet up`')
    .option('--keep', 'leave the network running at the end')
    .option('--json', 'one JSON object a step')
    .action(async (options: DemoOptions) => {
      process.exitCode = (await demo(options)) ? 0 : 1;
    });

/** @throws Error with the reason and the remedy that rxnet gave */
const runRxnet = async (args: readonly string[]): Promise<{ readonly stdout: string }> => {
  try {
    return await promisify(execFile)('node', [RXNET, ...args]);
  } catch (error) {
    const { stdout = '' } = error as { stdout?: string };
    const told = /^\{.*"ok":false.*\}$/m.exec(stdout)?.[0];
    if (told === undefined) throw error;
    const { reason, remedy = '' } = (JSON.parse(told) as { error: { reason: string; remedy?: string } }).error;
    throw new Error(`rxnet ${args[0]}: ${reason} ${remedy}`, { cause: error });
  }
};

/** What `rxnet up` was told and says of what it started. */
interface UpReport {
  readonly runtime: string;
  readonly notice?: string;
}

async function demo(options: DemoOptions): Promise<boolean> {
  const { directory, portOffset, keep = false, json = false } = options;
  const narrator = json ? createJsonNarrator(process.stdout) : createTerminalNarrator(process.stdout);
  const rxnet = (...args: string[]) => runRxnet([...args, '--directory', directory, '--json']);
  const begun = performance.now();
  const since = (): string => `${((performance.now() - begun) / 1000).toFixed(1)} s`;
  await rxnet('down', '--purge');
  narrator.say('Starting four organisations: hospital, service centre, pharmacy, third party …');
  try {
    const chosen = (['runtime', 'profile', 'adapter'] as const).flatMap((name) =>
      options[name] === undefined ? [] : [`--${name}`, options[name]],
    );
    const { stdout } = await rxnet('up', '--port-offset', portOffset, ...chosen);
    const { runtime, notice } = JSON.parse(stdout) as UpReport;
    const network = openTestNetwork(directory);
    await enterPeople(network);
    narrator.say(`The network is up and its people are in the registry (${since()}).`);
    narrator.say(`Runtime ${runtime}. ${notice ?? ''}`);
    const revoke = async (member: string, person: string): Promise<void> => {
      await rxnet('revoke', `${member}:${person}`);
    };
    const { rows, isAsExpected } = await runDemo(network, narrator, revoke);
    const expected = rows.filter(isExpected).length;
    narrator.say(`\n${expected} of ${rows.length} steps came out as expected (${since()}).`);
    narrator.say(keep ? 'Try it at:' : 'To try it yourself: make up. It prints tokens, and its gateways answer at:');
    for (const { name, gateway } of network.members) {
      const address = new URL('/docs', gateway);
      if (!keep) address.port = String(Number(address.port) - Number(portOffset));
      narrator.say(`  ${name.padEnd(12)} ${address.href}`);
    }
    return isAsExpected;
  } finally {
    if (!keep) await rxnet('down', '--purge');
  }
}
