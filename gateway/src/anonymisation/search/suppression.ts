import { AnonymisationError } from '../anonymisation-error';

/**
 * Most rows that may be suppressed, exactly: a part written as a decimal is no binary fraction.
 * @throws AnonymisationError for what is not a part from 0 to 1
 */
export function allowedRows(part: string | number, rows: number): number {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(String(part));
  if (match === null || Number(part) > 1) {
    throw new AnonymisationError('bad-suppression', `${String(part)} is no part of the rows`);
  }
  const fraction = match[2] ?? '';
  return Number((BigInt(`${match[1]!}${fraction}`) * BigInt(rows)) / 10n ** BigInt(fraction.length));
}
