import type { ErrorCode } from '@rxledger/chaincode/api';
import { ContentError, type ContentFaultKind } from '../content';
import { Problem } from '../http/problem';

const CODES: Readonly<Record<ContentFaultKind, ErrorCode>> = {
  'bad-id': 'CONTENT_NOT_FOUND',
  'bad-part': 'INPUT_INVALID',
  'bad-range': 'INPUT_INVALID',
  absent: 'CONTENT_NOT_FOUND',
  missing: 'CONTENT_INCOMPLETE',
  tampered: 'CONTENT_TAMPERED',
  finished: 'CONTENT_FINISHED',
  'too-big': 'INPUT_TOO_LARGE',
  full: 'CONTENT_UNAVAILABLE',
  refused: 'CONTENT_UNAVAILABLE',
  away: 'CONTENT_UNAVAILABLE',
};

/** A fault of the content store as a problem of the error table; anything else as it is. */
export const contentProblem = (error: unknown): unknown =>
  error instanceof ContentError
    ? new Problem(
        CODES[error.kind],
        error.parts.length === 0
          ? {}
          : { faults: error.parts.slice(0, 50).map((part) => ({ path: `/digests/${part}`, rule: 'missing-part' })) },
        { cause: error },
      )
    : error;

/** Does something with the content store; what goes wrong there leaves as a problem. */
export async function withContentProblems<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw contentProblem(error);
  }
}
