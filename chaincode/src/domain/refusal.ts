import { encodeError, type ErrorCode, type ErrorDetail } from '../api';

/** Why a transaction will not be done: a code of the error table, with facts but no patient data. */
export class Refusal extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly detail: ErrorDetail = {},
  ) {
    super(encodeError(code, detail));
    this.name = 'Refusal';
  }
}

/** @throws Refusal always */
export function refuse(code: ErrorCode, detail: ErrorDetail = {}): never {
  throw new Refusal(code, detail);
}

/** @throws Refusal `INPUT_INVALID` with one fault */
export const refuseInput = (path: string, rule: string): never => refuse('INPUT_INVALID', { faults: [{ path, rule }] });
