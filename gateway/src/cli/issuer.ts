import { Command } from 'commander';
import { runIssuer } from '../issuer/run-issuer';

/** `rx issuer`: runs the token issuer of a test network in the foreground. */
export const issuerCommand = (): Command =>
  new Command('issuer')
    .description('run the token issuer of a test network')
    .requiredOption('--config <file>', 'configuration, JSON or YAML')
    .action(({ config }: { config: string }) => runIssuer(config));
