#!/usr/bin/env node
import { Command } from 'commander';
import { logCommand } from './access-log';
import { caseCommand } from './case';
import { consentCommand } from './consent';
import { demoCommand } from './demo';
import { emergencyCommand } from './emergency';
import { eraseCommand } from './erase';
import { gatewayCommand } from './gateway';
import { issuerCommand } from './issuer';
import { peopleCommand } from './people';
import { tokenCommand } from './token';
import { welcomeCommand } from './welcome';

/** `rx`: each command is a file of its own in this folder. */
export function createProgram(): Command {
  return new Command('rx')
    .description('rxledger: the gateway of a member organisation and its people')
    .showHelpAfterError()
    .addCommand(gatewayCommand())
    .addCommand(issuerCommand())
    .addCommand(tokenCommand())
    .addCommand(peopleCommand())
    .addCommand(welcomeCommand())
    .addCommand(caseCommand())
    .addCommand(consentCommand())
    .addCommand(logCommand())
    .addCommand(emergencyCommand())
    .addCommand(eraseCommand())
    .addCommand(demoCommand());
}

if (require.main === module) {
  createProgram()
    .parseAsync()
    .catch((error: unknown) => {
      process.stderr.write(`rx: ${error instanceof Error ? error.message : String(error)}\n`);
      process.exit(1);
    });
}
