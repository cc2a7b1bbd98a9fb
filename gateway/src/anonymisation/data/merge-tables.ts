import { AnonymisationError } from '../anonymisation-error';
import type { Column, TupleTable } from './tuple-table';

/**
 * Puts the counts of partitions together: hospitals or months counted apart give what counting all at once would.
 * Columns are met by name; a tuple of several partitions stays several tuples, which no result depends on.
 * @throws AnonymisationError where a partition lacks a column of the first
 */
export function mergeTables(partitions: readonly TupleTable[]): TupleTable {
  const first = partitions[0];
  if (first === undefined) throw new AnonymisationError('empty-data', 'there is no partition');
  const weights = joined(partitions.map((partition) => partition.weights));
  const columns = first.columns.map(({ name }) => mergeColumn(name, partitions));
  return { columns, weights, rows: partitions.reduce((sum, { rows }) => sum + rows, 0) };
}

function mergeColumn(name: string, partitions: readonly TupleTable[]): Column {
  const index = new Map<string, number>();
  const codes = partitions.map(({ columns }, position) => {
    const column = columns.find((candidate) => candidate.name === name);
    if (column === undefined) {
      throw new AnonymisationError('missing-column', `partition ${position + 1} has no column ${name}`);
    }
    const recoded = column.values.map((value) => {
      const code = index.get(value) ?? index.size;
      index.set(value, code);
      return code;
    });
    return column.codes.map((code) => recoded[code]!);
  });
  return { name, values: [...index.keys()], codes: joined(codes) };
}

function joined(parts: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
