import { ERRORS, type ErrorCode } from '@rxledger/chaincode/api';
import { Type } from '@sinclair/typebox';
import type { Problem } from './problem';

/** Media type of RFC 9457. */
export const PROBLEM_JSON = 'application/problem+json';

/** An RFC 9457 problem as this gateway answers it. */
export const ProblemSchema = Type.Object(
  {
    type: Type.String({ description: 'urn:rxledger:error:<code>' }),
    title: Type.String({ description: 'What the code means, in the words of the error table' }),
    status: Type.Integer(),
    detail: Type.Optional(Type.String({ description: 'What to do about it' })),
    instance: Type.String({ description: 'urn:rxledger:request:<request id>, as in the logs' }),
    code: Type.String({ description: 'Code of the error table' }),
    issue: Type.String({ description: 'FHIR R4 issue type' }),
    retry: Type.String({ description: 'never, later (unchanged), or changed (after the caller changed something)' }),
    allowed: Type.Optional(Type.Array(Type.String(), { description: 'What the caller may do instead' })),
    faults: Type.Optional(
      Type.Array(Type.Object({ path: Type.String(), rule: Type.String() }), {
        description: 'Every fault of the input: where (JSON pointer) and which rule; never the value',
      }),
    ),
    currentStatus: Type.Optional(Type.String({ description: 'Status of the object' })),
    currentVersion: Type.Optional(Type.Integer({ description: 'Version of the object' })),
    until: Type.Optional(Type.Integer({ description: 'When it ends, milliseconds since the epoch' })),
    transactionId: Type.Optional(Type.String()),
  },
  { $id: 'Problem' },
);

const ADVICE = {
  never: undefined,
  later: 'The same request may succeed later.',
  changed: 'Correct the request, or read the object again, before repeating it.',
} as const;

/** Seconds a client is told to wait where a code says `later` and the problem itself says nothing. */
const RETRY_AFTER: Partial<Record<ErrorCode, number>> = {
  RX_CLAIMED: 60,
  RX_HELD: 300,
  LEDGER_UNAVAILABLE: 5,
  LEDGER_OUTCOME_UNKNOWN: 2,
  GATEWAY_BUSY: 2,
};

export interface ProblemAnswer {
  readonly status: number;
  /** Present where a repeat may help later. */
  readonly retryAfterSeconds?: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A problem as status, Retry-After and body. */
export function problemAnswer(problem: Problem, requestId: string): ProblemAnswer {
  const { code, detail } = problem;
  const rule = ERRORS[code];
  const body = {
    type: `urn:rxledger:error:${code}`,
    title: rule.text,
    status: rule.status,
    detail: ADVICE[rule.retry],
    instance: `urn:rxledger:request:${requestId}`,
    code,
    issue: rule.issue,
    retry: rule.retry,
    allowed: detail.allowed,
    faults: detail.faults,
    currentStatus: detail.status,
    currentVersion: detail.version,
    until: detail.until,
    transactionId: detail.transactionId,
  };
  if (rule.retry !== 'later') return { status: rule.status, body };
  return { status: rule.status, retryAfterSeconds: detail.retryAfterSeconds ?? RETRY_AFTER[code] ?? 1, body };
}
