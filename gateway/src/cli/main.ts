#!/usr/bin/env node
import { Command } from 'commander';

/** Each command is a file of its own in this folder, loaded when it is called: none waits for what another needs. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  gateway: async () => (await import('./gateway.js')).gatewayCommand(),
  issuer: async () => (await import('./issuer.js')).issuerCommand(),
  token: async () => (await import('./token.js')).tokenCommand(),
  people: async () => (await import('./people.js')).peopleCommand(),
  welcome: async () => (await import('./welcome.js')).welcomeCommand(),
  case: async () => (await import('./case.js')).caseCommand(),
  consent: async () => (await import('./consent.js')).consentCommand(),
  log: async () => (await import('./access-log.js')).logCommand(),
  emergency: async () => (await import('./emergency.js')).emergencyCommand(),
  erase: async () => (await import('./erase.js')).eraseCommand(),
  release: async () => (await import('./release.js')).releaseCommand(),
  anonymise: async () => (await import('./anonymise.js')).anonymiseCommand(),
  demo: async () => (await import('./demo.js')).demoCommand(),
};

/** `rx`. @param called - the command that is called; all are there where it is none of them, as for help */
export async function createProgram(called?: string): Promise<Command> {
  const program = new Command('rx')
    .description('rxledger: the gateway of a member organisation and its people')
    .showHelpAfterError();
  const names = called !== undefined && Object.hasOwn(COMMANDS, called) ? [called] : Object.keys(COMMANDS);
  for (const name of names) program.addCommand(await COMMANDS[name]!());
  return program;
}

if (require.main === module) {
  createProgram(process.argv[2])
    .then((program) => program.parseAsync())
    .catch((error: unknown) => {
      process.stderr.write(`rx: ${error instanceof Error ? error.message : String(error)}\n`);
      process.exit(1);
    });
}
