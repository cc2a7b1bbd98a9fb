import { readFileSync } from 'node:fs';
import { OperatorError } from '../../operator-error';
import type { DevnetReport } from './devnet-access';

/** What a devnet says of one member. */
export interface DevnetMemberState {
  readonly mspId: string;
  readonly isUp: boolean;
}

const DEADLINE_MILLISECONDS = 20_000;

const COPY_WITHIN_MILLISECONDS = 10 * 60_000;

const ask = async <T>(
  { url, tokenFile }: DevnetReport['control'],
  method: 'GET' | 'POST',
  path: string,
  body?: object,
  withinMilliseconds = DEADLINE_MILLISECONDS,
): Promise<T> => {
  const { token } = JSON.parse(readFileSync(tokenFile, 'utf8')) as { token: string };
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(withinMilliseconds),
  });
  const said = (await answer.json()) as T & { error?: string };
  if (answer.ok) return said;
  throw new OperatorError('devnet', `the devnet refused: ${said.error ?? answer.status}`, 'See `rxnet logs devnet`.');
};

/** The members' states in a running devnet. */
export const devnetStates = async (report: DevnetReport): Promise<readonly DevnetMemberState[]> =>
  (await ask<{ organisations: readonly DevnetMemberState[] }>(report.control, 'GET', '/status')).organisations;

/** Stops or starts one member's peer and orderer. */
export const switchDevnetMember = async (report: DevnetReport, mspId: string, to: 'stop' | 'start'): Promise<void> => {
  await ask(report.control, 'POST', `/organisations/${encodeURIComponent(mspId)}/${to}`);
};

/** Has a devnet copy all that it keeps into a new folder, as of one moment. */
export const copyDevnet = async (report: DevnetReport, folder: string): Promise<void> => {
  await ask(report.control, 'POST', '/copy', { folder }, COPY_WITHIN_MILLISECONDS);
};
