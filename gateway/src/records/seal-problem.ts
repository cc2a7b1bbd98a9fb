import { isSealError, type SealErrorKind } from '@rxledger/client';
import type { ErrorCode } from '@rxledger/chaincode/api';
import { Problem } from '../http/problem';

const CODES: Readonly<Record<SealErrorKind, ErrorCode>> = {
  'bad-key': 'INPUT_INVALID',
  'wrong-password': 'GATEWAY_INTERNAL',
  'wrong-key': 'CASE_NO_KEY',
  'not-recipient': 'CASE_NO_KEY',
  'wrong-context': 'CASE_TAMPERED',
  tampered: 'CASE_TAMPERED',
  truncated: 'CONTENT_TAMPERED',
  malformed: 'CASE_TAMPERED',
  'too-big': 'INPUT_TOO_LARGE',
  'too-many': 'INPUT_TOO_LARGE',
  'too-few': 'KEY_MISSING',
};

/** Does something with envelopes; what goes wrong with them leaves as a problem of the error table. */
export async function withSealProblems<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (isSealError(cause)) throw new Problem(CODES[cause.kind], {}, { cause });
    throw cause;
  }
}
