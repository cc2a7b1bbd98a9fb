import { ERRORS, type ErrorCode } from '@rxledger/chaincode/api';
import { Problem } from './problem';

/** Milliseconds for the first byte of another gateway's answer. */
const PATIENCE = 15_000;

/**
 * Asks another member's gateway, which knows nothing of this one: what it answers needs no token, or what is sent along.
 * @param gateways base addresses by MSP id
 * @throws Problem GATEWAY_MEMBER_AWAY; or what the other one refuses, by its code
 */
export async function askMember(
  gateways: Readonly<Record<string, string>>,
  mspId: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const base = gateways[mspId];
  if (base === undefined) throw new Problem('GATEWAY_MEMBER_AWAY');
  const timeout = new AbortController();
  const timer = setTimeout(() => {
    timeout.abort();
  }, PATIENCE);
  const answer = await fetch(new URL(path, base), { headers, signal: timeout.signal })
    .catch((cause: unknown) => {
      throw new Problem('GATEWAY_MEMBER_AWAY', {}, { cause });
    })
    .finally(() => {
      clearTimeout(timer);
    });
  if (answer.ok) return answer;
  const { code } = (await answer.json().catch(() => ({}))) as { readonly code?: string };
  throw new Problem(code !== undefined && Object.hasOwn(ERRORS, code) ? (code as ErrorCode) : 'GATEWAY_MEMBER_AWAY');
}
