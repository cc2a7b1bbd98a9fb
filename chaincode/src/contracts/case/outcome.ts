import type { CaseView, ContractName } from '../../api';
import type { Actor } from '../../domain/actor';
import type { Outcome } from '../invocation';

export const CASE: ContractName = 'case';

/** The answer of a step on a case, and its event, of which the hospital and the caller's organisation have a part. */
export const caseOutcome = (
  head: CaseView,
  caller: Actor,
  to: string,
  result: object,
  more: { readonly version?: number; readonly commitment?: string } = {},
): Outcome => ({
  result,
  event: {
    subject: head.id,
    to,
    version: more.version ?? 1,
    parties: [...new Set([head.hospital, caller.mspId])],
    ...(more.commitment !== undefined && { commitment: more.commitment }),
  },
});
