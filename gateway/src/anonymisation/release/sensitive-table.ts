import { AnonymisationError, nameSome } from '../anonymisation-error';
import type { TupleTable } from '../data/tuple-table';

/** The paper's division of a table: R[J], which is generalised, and a sensitive Boolean of R[I]. */
export interface SensitiveTable {
  readonly quasiIdentifiers: TupleTable;
  /** Rows of each tuple that have the positive value. */
  readonly positives: Int32Array;
}

/** Which values of which column are the sensitive Boolean's "yes". */
export interface Sensitive {
  readonly column: string;
  readonly positive: readonly string[];
}

/**
 * Divides a table: the named quasi-identifiers on one side, the sensitive column as a Boolean on the other.
 * @throws AnonymisationError for columns or values that are not there, or a column on both sides
 */
export function divide(
  table: TupleTable,
  quasiIdentifiers: readonly string[],
  { column: name, positive }: Sensitive,
): SensitiveTable {
  if (quasiIdentifiers.includes(name)) {
    throw new AnonymisationError('sensitive-is-quasi-identifier', `${name} is named as both`);
  }
  const columnOf = (wanted: string): TupleTable['columns'][number] => {
    const found = table.columns.find((column) => column.name === wanted);
    if (found === undefined) throw new AnonymisationError('missing-column', `the data has no column ${wanted}`);
    return found;
  };
  const { values, codes } = columnOf(name);
  const unknown = positive.filter((value) => !values.includes(value));
  if (positive.length === 0 || unknown.length === positive.length) {
    throw new AnonymisationError('missing-column', `${name} has no value ${nameSome(positive)}`);
  }
  const isPositive = values.map((value) => positive.includes(value));
  return {
    quasiIdentifiers: { ...table, columns: quasiIdentifiers.map(columnOf) },
    positives: table.weights.map((weight, at) => (isPositive[codes[at]!]! ? weight : 0)),
  };
}
