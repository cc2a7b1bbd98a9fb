#!/usr/bin/env node
import { Command } from 'commander';
import { demoCommand } from './demo';
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
