import { readFileSync } from 'node:fs';
import type { ControlCall } from './verb';

/** How a running network is asked: `control.json` in its data directory. */
export interface ControlAccess {
  readonly url: string;
  readonly token: string;
}

/** A network that does not run, or that refused; the message says why. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
}

/** A chaincode may take a while to start. */
const DEADLINE = 300_000;

/** @throws ControlError where no network runs */
export const readControlFile = (file: string): ControlAccess => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ControlAccess;
  } catch {
    throw new ControlError(`no network runs here: there is no ${file}. Start one: fabric-devnet serve`);
  }
};

/** Asks a running network. @throws ControlError */
export const callControl = async (
  { url, token }: ControlAccess,
  { method, path, body }: ControlCall,
): Promise<Record<string, unknown>> => {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(DEADLINE),
  }).catch(() => {
    throw new ControlError(`the network does not answer at ${url}. Is it still running?`);
  });
  const result = (await answer.json()) as Record<string, unknown>;
  if (answer.ok) return result;
  throw new ControlError(String(result['error'] ?? `the network answered ${answer.status}`));
};
