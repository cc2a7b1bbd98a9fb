import { ERRORS, type ErrorCode } from '@rxledger/chaincode/api';
import type { Command } from 'commander';
import { createPerson, type Method, type Person } from '../demo/person';
import { openTestNetwork } from '../demo/test-network';

/** Who a command acts as: a person of a test network, or anybody with a token. */
export interface ActingOptions {
  readonly as?: string;
  readonly network: string;
  readonly gateway?: string;
  readonly token?: string;
  readonly json?: boolean;
}

/** Adds the options that say who acts. */
export const actingAs = (command: Command): Command =>
  command
    .option('--as <member:person>', 'a person of the test network: hospital:patient-1')
    .option('--network <folder>', 'folder of the test network', process.env['RX_NETWORK'] ?? '.network')
    .option('--gateway <url>', 'address of the gateway, with --token, in place of --as', process.env['RX_GATEWAY'])
    .option('--token <token>', 'access token; better in the environment, as RX_TOKEN', process.env['RX_TOKEN'])
    .option('--json', 'the answer of the gateway as JSON');

/** @throws Error that says which option is missing */
export async function personOf({ as, network, gateway, token }: ActingOptions): Promise<Person> {
  if (as === undefined) {
    if (gateway === undefined || token === undefined) throw new Error('say who acts: --as, or --gateway and --token');
    return createPerson({ actor: 'token:bearer', organisation: '', role: '', gateway, token });
  }
  const [member, person] = as.split(':');
  if (member === undefined || person === undefined) throw new Error('--as wants <member>:<person>: hospital:patient-1');
  return openTestNetwork(network).person(member, person);
}

/** Asks the person's gateway. @throws Error with the code of a refusal, what it means, and what may be done instead */
export async function ask(who: Person, method: Method, path: string, body?: object): Promise<Record<string, unknown>> {
  const answer = await who.call(method, path, body);
  if (answer.status < 400) return { ...answer.body };
  throw new Error(refusal(answer.status, answer.body));
}

function refusal(status: number, body: Readonly<Record<string, unknown>>): string {
  const code = String(body['code'] ?? `HTTP ${status}`);
  const text = Object.hasOwn(ERRORS, code) ? ERRORS[code as ErrorCode].text : '';
  const allowed = Array.isArray(body['allowed']) ? ` Allowed: ${body['allowed'].join(', ')}.` : '';
  const faults = Array.isArray(body['faults'])
    ? (body['faults'] as { path: string; rule: string }[]).map(({ path, rule }) => `\n  ${path} ${rule}`).join('')
    : '';
  return `${code}: ${text}${allowed}${faults}`;
}

/** Writes the answer: as JSON, or as lines for people. */
export function tell({ json }: ActingOptions, answer: object, lines: readonly string[]): void {
  process.stdout.write(`${json === true ? JSON.stringify(answer) : lines.join('\n')}\n`);
}

/** A point in time, to the second. */
export const time = (milliseconds: unknown): string =>
  typeof milliseconds === 'number' ? new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ') : '-';
