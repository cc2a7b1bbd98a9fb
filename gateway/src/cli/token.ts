import { join } from 'node:path';
import { Command } from 'commander';
import { readSecret } from '../identity/atomic-file';
import { clientSecretFile, organisationsOf, readIssuerConfig } from '../issuer/issuer-config';

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
      const answer = await fetchToken(options);
      process.stdout.write(`${options.json === true ? JSON.stringify(answer) : answer.access_token}\n`);
    });

interface TokenAnswer {
  readonly access_token: string;
  readonly expires_in: number;
}

/** @throws Error where the issuer is not there, or refuses */
export async function fetchToken({ organisation, person, network, config: file }: TokenOptions): Promise<TokenAnswer> {
  const config = readIssuerConfig(file ?? join(network, 'issuer', 'issuer.json'));
  const secret = await readSecret(clientSecretFile(config));
  const response = await fetch(`${config.issuer}/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify({ organisation: mspOf(organisation, organisationsOf(config)), person }),
  }).catch((cause: unknown) => {
    throw new Error(`the issuer ${config.issuer} does not answer; is the network up?`, { cause });
  });
  if (!response.ok) throw new Error(`the issuer refuses (${response.status}): ${await response.text()}`);
  return (await response.json()) as TokenAnswer;
}

/** `third-party` means ThirdPartyMSP. */
function mspOf(name: string, known: readonly string[]): string {
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const found = known.find((mspId) => [plain(name), `${plain(name)}msp`].includes(plain(mspId)));
  if (found !== undefined) return found;
  throw new Error(`the issuer knows no organisation ${name}; it knows ${known.join(', ')}`);
}
