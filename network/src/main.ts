#!/usr/bin/env node
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { Command } from 'commander';
import { addBackupCommands } from './commands/backup-commands';
import { addBringUpCommands } from './commands/bring-up-commands';
import { addDevCommands } from './commands/dev-commands';
import { addInspectionCommands } from './commands/inspection-commands';
import { addMemberCommands } from './commands/member-commands';
import { addProgramsCommand } from './commands/programs-command';
import { repositoryRoot } from './operation/session';

// fabric-ca-client writes every refusal to the terminal by itself; rxnet says it once, in its own words.
process.env['HFC_LOGGING'] ??= '{}';
// It also leaves a listener on its connection with each request, and Node warns of more than ten.
EventEmitter.defaultMaxListeners = 200;

const common = (command: Command): Command =>
  command
    .option('--directory <path>', 'where the network keeps its files', join(repositoryRoot(), '.network'))
    .option('--config <file>', 'consortium file (default: test-network-config/consortium.yaml)')
    .option('--json', 'print one JSON object');

/** `rxnet`: everything an operator does with a consortium network. */
export const createProgram = (): Command => {
  const program = new Command('rxnet').description('start, stop and look after the consortium network');
  addBringUpCommands(program, common);
  addInspectionCommands(program, common);
  addMemberCommands(program, common);
  addDevCommands(program, common);
  addBackupCommands(program, common);
  addProgramsCommand(program, common);
  return program;
};

/** Does what the command line says. */
export const run = (): void => {
  // Whoever reads may have read enough (`rxnet logs | head`).
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  void createProgram().parseAsync();
};

if (require.main === module) run();
