import { AnonymisationError } from '../anonymisation-error';
import type { TupleTable } from '../data/tuple-table';

/**
 * Refuses data in which a patient has several rows: k and epsilon count patients, and would promise too much.
 * @param patient - name of the column with the patient's id
 */
export function requireOneRowEach({ columns, weights, rows }: TupleTable, patient: string): void {
  const column = columns.find(({ name }) => name === patient);
  if (column === undefined) throw new AnonymisationError('missing-column', `the data has no column ${patient}`);
  const seen = new Int32Array(column.values.length);
  column.codes.forEach((code, at) => (seen[code]! += weights[at]!));
  const several = seen.filter((count) => count > 1).length;
  if (several > 0) {
    throw new AnonymisationError(
      'several-rows-a-patient',
      `${several} patients have more than one of the ${rows} rows`,
    );
  }
}
