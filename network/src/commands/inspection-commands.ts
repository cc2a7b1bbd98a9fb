import { resolve } from 'node:path';
import type { Command } from 'commander';
import { NetworkDirectory } from '../directory/network-directory';
import { examine, type Finding } from '../operation/doctor';
import { findLogs, followLogs, lastLines } from '../operation/read-logs';
import { openSession } from '../operation/session';
import { networkStatus } from '../operation/status';
import { speak, type CommonOptions } from './console';
import { printStatus } from './print-status';

const status = (options: CommonOptions): Promise<void> =>
  speak(options, async ({ say }) => {
    const found = await networkStatus(openSession(options));
    say(printStatus(found));
    return found;
  });

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

const logs = (node: string | undefined, options: LogOptions): Promise<void> =>
  speak(options, async ({ say }) => {
    const files = findLogs(new NetworkDirectory(resolve(options.directory)), node);
    const last = files.map((file) => ({ name: file.name, lines: lastLines(file, Number(options.lines) || 50) }));
    const prefix = (name: string) => (files.length > 1 ? `${name} | ` : '');
    for (const { name, lines } of last) for (const line of lines) say(prefix(name) + line);
    if (options.follow && !options.json) {
      const end = new AbortController();
      process.once('SIGINT', () => end.abort());
      await followLogs(files, (name, line) => say(prefix(name) + line), end.signal);
    }
    return { logs: last };
  });

/** Commands that look and change nothing. */
export const addInspectionCommands = (program: Command, common: (command: Command) => Command): void => {
  common(program.command('status')).description('members, nodes, chaincode, services, certificates').action(status);
  common(program.command('logs'))
    .description('what the processes said')
    .argument('[node]', 'a process (chaincode.hospital) or a member (hospital); all where left out')
    .option('-f, --follow', 'go on until Ctrl-C')
    .option('-n, --lines <number>', 'how many lines of each', '50')
    .action(logs);
  common(program.command('doctor')).description('what this machine lacks, and the command that gets it').action(doctor);
};
