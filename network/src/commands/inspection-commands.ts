import { resolve } from 'node:path';
import type { Command } from 'commander';
import { NetworkDirectory } from '../directory/network-directory';
import { readRecord } from '../directory/network-record';
import { examine, type Finding } from '../operation/doctor';
import { findLogs } from '../operation/read-logs';
import { openSession } from '../operation/session';
import { networkStatus } from '../operation/status';
import { keptProcesses, RUNTIMES } from '../runtime/create-runtime';
import { speak, type CommonOptions } from './console';
import { printStatus } from './print-status';

type StatusOptions = CommonOptions & { readonly watch?: boolean };

const WATCH_EVERY_MILLISECONDS = 2_000;
const CLEAR_SCREEN = '\u001b[2J\u001b[H';

const status = (options: StatusOptions): Promise<void> =>
  speak(options, async ({ say }) => {
    if (options.watch) await watch(options);
    const found = await networkStatus(openSession(options));
    say(printStatus(found));
    return found;
  });

/** Shows the status again and again until Ctrl-C: for people on a cleared screen, with `--json` one object a line. */
const watch = async (options: StatusOptions): Promise<void> => {
  let isEnding = false;
  process.once('SIGINT', () => (isEnding = true));
  while (!isEnding) {
    const found = await networkStatus(openSession(options));
    const clear = process.stdout.isTTY ? CLEAR_SCREEN : '';
    process.stdout.write(options.json ? `${JSON.stringify(found)}\n` : `${clear}${printStatus(found)}\n`);
    await new Promise((done) => setTimeout(done, WATCH_EVERY_MILLISECONDS));
  }
};

const marks: Readonly<Record<Finding['verdict'], string>> = { ok: 'ok   ', hint: 'hint ', fault: 'FAULT' };

const doctor = (options: CommonOptions): Promise<void> =>
  speak(options, async ({ say }) => {
    const findings = await examine(openSession(options));
    for (const { subject, verdict, detail, remedy } of findings) {
      say(`${marks[verdict]} ${subject}: ${detail}${remedy ? `\n        ${remedy}` : ''}`);
    }
    if (findings.some(({ verdict }) => verdict === 'fault')) process.exitCode = 1;
    return { findings };
  });

type LogOptions = CommonOptions & { readonly follow?: boolean; readonly lines: string };

const showLogs = (node: string | undefined, options: LogOptions): Promise<void> =>
  speak(options, async ({ say }) => {
    const directory = new NetworkDirectory(resolve(options.directory));
    const { logs } = keptProcesses(readRecord(directory)?.runtime ?? RUNTIMES[0]!, directory);
    const names = await findLogs(logs, node);
    const last = await Promise.all(
      names.map(async (name) => ({ name, lines: await logs.lastLines(name, Number(options.lines) || 50) })),
    );
    const prefix = (name: string) => (names.length > 1 ? `${name} | ` : '');
    for (const { name, lines } of last) for (const line of lines) say(prefix(name) + line);
    if (options.follow && !options.json) {
      const end = new AbortController();
      process.once('SIGINT', () => end.abort());
      await logs.follow(names, (name, line) => say(prefix(name) + line), end.signal);
    }
    return { logs: last };
  });

/** Commands that look and change nothing. */
export const addInspectionCommands = (program: Command, common: (command: Command) => Command): void => {
  common(program.command('status'))
    .description('heights, leader, chaincode, certificates, disk, processes')
    .option('--watch', 'show it again every two seconds, until Ctrl-C')
    .action(status);
  common(program.command('logs'))
    .description('what the processes said')
    .argument('[node]', 'a process (chaincode.hospital) or a member (hospital); all where left out')
    .option('-f, --follow', 'go on until Ctrl-C')
    .option('-n, --lines <number>', 'how many lines of each', '50')
    .action(showLogs);
  common(program.command('doctor')).description('what this machine lacks, and the command that gets it').action(doctor);
};
