import { decodeError } from '@rxledger/chaincode/api';
import { Problem } from '../http/problem';

/** What happened to a call, and so what may be done: all but the last may be tried again by the gateway itself. */
export type FaultKind =
  /** Others wrote first: a new endorsement may succeed. */
  | 'conflict'
  /** Endorsers saw different heights: once they are at the same one, a new endorsement may succeed. */
  | 'disagreement'
  /** A contract said no: a peer that is behind says so of what it has not seen yet. */
  | 'refused'
  /** Private data of a committed block has not reached this peer yet: the same call may succeed shortly. */
  | 'not-yet-here'
  | 'final';

export interface FabricFault {
  readonly kind: FaultKind;
  readonly problem: Problem;
}

/** gRPC status codes. */
const GRPC = { cancelled: 1, unknown: 2, deadlineExceeded: 4, resourceExhausted: 8, unavailable: 14 } as const;

type Reading = readonly [phrase: RegExp, code: Problem['code'], kind: FaultKind];

/** What Fabric says where it gives no code of its own: phrases of peers from 2.5 to 3.1, first match wins. */
const READINGS: readonly Reading[] = [
  [/private data matching public hash version is not available/i, 'LEDGER_UNAVAILABLE', 'not-yet-here'],
  [/ProposalResponsePayloads do not match/i, 'LEDGER_ENDORSEMENT', 'disagreement'],
  [
    /endorsement responses? .*(differ|do not match|not equal)|inconsistent responses/i,
    'LEDGER_ENDORSEMENT',
    'disagreement',
  ],
  [/access denied|creator (org|is malformed)|evaluating policy on signed data/i, 'ACCESS_REVOKED', 'final'],
  [/certificate (has expired|is not valid)|identity expired|expired certificate/i, 'ACCESS_REVOKED', 'final'],
  [/too many requests|concurrency limit/i, 'LEDGER_UNAVAILABLE', 'final'],
  [/could not launch chaincode|connection to .* (failed|refused)|ECONNREFUSED/i, 'LEDGER_UNAVAILABLE', 'final'],
  [/chaincode stream terminated|timeout expired while executing transaction/i, 'LEDGER_UNAVAILABLE', 'final'],
  [/no peers available|no combination of peers|failed to find any endorsing peers/i, 'LEDGER_UNAVAILABLE', 'final'],
  [/unavailable|cancelled|deadline.exceeded|request timed? ?out|no orderers/i, 'LEDGER_UNAVAILABLE', 'final'],
];

const UNREACHED: readonly number[] = [GRPC.cancelled, GRPC.deadlineExceeded, GRPC.resourceExhausted, GRPC.unavailable];

/** Seconds after which a network that could not be reached is worth another try. */
const UNAVAILABLE_RETRY = 5;

/** An error of a Fabric client, from its texts and its gRPC status, as a problem and what may be done about it. */
export function readFault(error: unknown): FabricFault {
  if (error instanceof Problem) return { kind: 'final', problem: error };
  const texts = textsOf(error);
  for (const text of texts) {
    const refusal = decodeError(text);
    if (refusal === undefined) continue;
    const problem = new Problem(refusal.code, refusal.detail, { cause: error });
    return { kind: refusal.code.startsWith('INPUT_') ? 'final' : 'refused', problem };
  }
  for (const [phrase, code, kind] of READINGS) {
    if (texts.some((text) => phrase.test(text))) return { kind, problem: problemOf(code, error) };
  }
  const status = (error as { code?: unknown } | null)?.code;
  const isUnreached = typeof status === 'number' && UNREACHED.includes(status);
  return final(problemOf(isUnreached ? 'LEDGER_UNAVAILABLE' : 'LEDGER_INTERNAL', error));
}

/**
 * The same for an endorsement that `asked` organisations were asked for. Contracts are deterministic: where some refuse and
 * others endorse, some peers have not committed yet what the others have, and a new endorsement tells.
 */
export function readEndorsementFault(error: unknown, asked: number): FabricFault {
  const fault = readFault(error);
  const details = (error as { details?: unknown } | null)?.details;
  const refusals = Array.isArray(details) ? details.filter(isRefusal).length : 0;
  const isAgreed = !Array.isArray(details) || details.length >= asked;
  return refusals === 0 || isAgreed ? fault : { ...fault, kind: 'disagreement' };
}

const isRefusal = (detail: unknown): boolean => {
  const { message } = detail as { message?: unknown };
  return typeof message === 'string' && decodeError(message) !== undefined;
};

const final = (problem: Problem): FabricFault => ({ kind: 'final', problem });

const problemOf = (code: Problem['code'], cause: unknown): Problem =>
  new Problem(code, code === 'LEDGER_UNAVAILABLE' ? { retryAfterSeconds: UNAVAILABLE_RETRY } : {}, { cause });

/** Each endorser's own text first: the summary above them is cut and says less. */
function textsOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [String(error)];
  const { details, errors, responses, cause } = error as Error & {
    details?: unknown;
    errors?: unknown;
    responses?: unknown;
    cause?: unknown;
  };
  const nested = [details, errors, responses].flatMap((list): unknown[] => (Array.isArray(list) ? list : []));
  const texts = nested.flatMap((item) => {
    const { message, response } = item as { message?: unknown; response?: { message?: unknown } };
    return [message, response?.message].filter((text): text is string => typeof text === 'string');
  });
  texts.push(error.message);
  if (typeof details === 'string') texts.push(details);
  if (cause instanceof Error && cause.message !== error.message) texts.push(cause.message);
  return texts;
}

/** Validation codes of a committed transaction (`TxValidationCode`). */
export const VALIDATION = { valid: 0, policy: 10, mvcc: 11, phantom: 12 } as const;

/**
 * A transaction that is in a block and was found invalid there. A policy failure is once taken for a conflict: where
 * another transaction of the same block moved the object to other endorsers, a new endorsement tells the caller so.
 */
export function readInvalid(code: number, transactionId: string, policyFailures: number): FabricFault {
  if (code === VALIDATION.mvcc || code === VALIDATION.phantom) {
    return { kind: 'conflict', problem: new Problem('LEDGER_CONFLICT', { transactionId }) };
  }
  if (code === VALIDATION.policy) {
    const problem = new Problem('LEDGER_POLICY', { transactionId });
    return { kind: policyFailures > 1 ? 'final' : 'conflict', problem };
  }
  const cause = new Error(`the transaction was committed as invalid with validation code ${code}`);
  return final(new Problem('LEDGER_INTERNAL', { transactionId }, { cause }));
}
