import { ERRORS, type ErrorCode, type ErrorDetail } from '@rxledger/chaincode/api';

/** An error of the one table, on its way to an RFC 9457 answer. Carries no patient data. */
export class Problem extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly detail: ErrorDetail & { readonly transactionId?: string; readonly retryAfterSeconds?: number } = {},
    options?: ErrorOptions,
  ) {
    super(`${code}: ${ERRORS[code].text}`, options);
    this.name = 'Problem';
  }
}
