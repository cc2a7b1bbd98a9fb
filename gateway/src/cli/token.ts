import { join } from 'node:path';
import { Command } from 'commander';
import { fetchToken } from '../issuer/fetch-token';
import { readIssuerConfig } from '../issuer/issuer-config';

interface TokenOptions {
  readonly organisation: string;
  readonly person: string;
  readonly network: string;
  readonly config?: string;
  readonly json?: boolean;
}

/** `rx token`: a token of the test issuer for one person, on standard output. */
export const tokenCommand = (): Command =>
  new Command('token')
    .description('get a token of the test network’s issuer for a person')
    .requiredOption('--organisation <name>', 'MSP id, or the name it begins with: hospital')
    .requiredOption('--person <id>', 'enrolment id: physician-1')
    .option('--network <folder>', 'folder of the network', process.env['RX_NETWORK'] ?? '.network')
    .option('--config <file>', 'configuration of the issuer, unless it is the network’s')
    .option('--json', 'the whole answer of the issuer')
    .action(async (options: TokenOptions) => {
      const { config, network, organisation, person } = options;
      const issuer = readIssuerConfig(config ?? join(network, 'issuer', 'issuer.json'));
      const answer = await fetchToken(issuer, organisation, person);
      process.stdout.write(`${options.json === true ? JSON.stringify(answer) : answer.access_token}\n`);
    });
