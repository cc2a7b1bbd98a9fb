import { createHmac } from 'node:crypto';
import { AnonymisationError } from '../anonymisation-error';
import type { TupleTable } from '../data/tuple-table';

/**
 * Keeps one row of each patient: the one whose keyed hash is least. With a secret key nobody can tell which it will be,
 * nobody can arrange the file so that a certain one is, and the order of the rows does not matter. Which row it is depends on
 * that patient's rows alone, so that a patient more or less still changes one row.
 * @param patient - name of the column with the patient's id
 * @param key - 32 random bytes, kept from everybody but the steward
 */
export function keepOneRow(table: TupleTable, patient: string, key: Uint8Array): TupleTable {
  const { columns, weights } = table;
  const id = columns.find(({ name }) => name === patient);
  if (id === undefined) throw new AnonymisationError('missing-column', `the data has no column ${patient}`);
  const kept = new Int32Array(id.values.length).fill(-1);
  const least = new Array<string>(id.values.length);
  const hashOf = (at: number): string =>
    createHmac('sha256', key)
      .update(JSON.stringify(columns.map(({ values, codes }) => values[codes[at]!]!)), 'utf8')
      .digest('hex');
  id.codes.forEach((code, at) => {
    if (weights[at] === 0) return;
    const hash = hashOf(at);
    if (kept[code] !== -1 && hash >= least[code]!) return;
    kept[code] = at;
    least[code] = hash;
  });
  const rows = kept.filter((at) => at !== -1).sort();
  return {
    columns: columns.map((column) => ({ ...column, codes: rows.map((at) => column.codes[at]!) })),
    weights: new Int32Array(rows.length).fill(1),
    rows: rows.length,
  };
}
