import { readSecret } from '../identity/atomic-file';
import { clientSecretFile, organisationsOf, type IssuerConfig } from './issuer-config';

export interface TokenAnswer {
  readonly access_token: string;
  readonly expires_in: number;
}

/**
 * A token of the test issuer for a person of an organisation (MSP id, or the name it begins with).
 * @throws Error where the issuer is not there, or refuses
 */
export async function fetchToken(config: IssuerConfig, organisation: string, person: string): Promise<TokenAnswer> {
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
