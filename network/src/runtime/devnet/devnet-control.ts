import { readFileSync } from 'node:fs';
import { OperatorError } from '../../operator-error';
import type { DevnetReport } from './devnet-access';

/** What a devnet says of one member. */
export interface DevnetMemberState {
  readonly mspId: string;
  readonly isUp: boolean;
}

const DEADLINE_MILLISECONDS = 20_000;

const ask = async (
  { url, tokenFile }: DevnetReport['control'],
  method: 'GET' | 'POST',
  path: string,
): Promise<readonly DevnetMemberState[]> => {
  const { token } = JSON.parse(readFileSync(tokenFile, 'utf8')) as { token: string };
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(DEADLINE_MILLISECONDS),
  });
  const body = (await answer.json()) as { organisations?: readonly DevnetMemberState[]; error?: string };
  if (answer.ok && body.organisations) return body.organisations;
  throw new OperatorError('devnet', `the devnet refused: ${body.error ?? answer.status}`, 'See `rxnet logs devnet`.');
};

/** The members' states in a running devnet. */
export const devnetStates = (report: DevnetReport): Promise<readonly DevnetMemberState[]> =>
  ask(report.control, 'GET', '/status');

/** Stops or starts one member's peer and orderer. */
export const switchDevnetMember = async (report: DevnetReport, mspId: string, to: 'stop' | 'start'): Promise<void> => {
  await ask(report.control, 'POST', `/organisations/${encodeURIComponent(mspId)}/${to}`);
};
