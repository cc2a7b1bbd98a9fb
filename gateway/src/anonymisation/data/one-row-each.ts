import { AnonymisationError } from '../anonymisation-error';
import type { TupleTable } from './tuple-table';

/**
 * Refuses data in which a patient has several rows: k and epsilon count patients, and would promise too much.
 * @param patient - name of the column with the patient's id
 */
export function requireOneRowEach({ columns, weights, rows, hasOneRowEach }: TupleTable, patient: string): void {
  if (hasOneRowEach === true) return;
  const column = columns.find(({ name }) => name === patient);
  if (column === undefined) throw new AnonymisationError('missing-column', `the data has no column ${patient}`);
  const seen = new Int32Array(column.values.length);
  column.codes.forEach((code, at) => (seen[code]! += weights[at]!));
  const several = seen.filter((count) => count > 1).length;
  refuseSeveral(several, rows);
}

/** @throws AnonymisationError where any patients have more than one of the rows */
export function refuseSeveral(patients: number, rows: number): void {
  if (patients === 0) return;
  throw new AnonymisationError('several-rows-a-patient', `${patients} patients have more than one of the ${rows} rows`);
}
