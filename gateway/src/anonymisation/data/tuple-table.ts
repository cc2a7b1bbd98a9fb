/** One column, dictionary-encoded. */
export interface Column {
  readonly name: string;
  /** The distinct values. */
  readonly values: readonly string[];
  /** Index into `values` for each tuple. */
  readonly codes: Int32Array;
}

/** Rows as tuples of codes with the number of rows of each. Tuples may repeat: grouping them first is a matter of speed. */
export interface TupleTable {
  readonly columns: readonly Column[];
  /** Rows of each tuple. */
  readonly weights: Int32Array;
  readonly rows: number;
  /** Every row is another patient: who read the data has seen to it, and left the patient's column out. */
  readonly hasOneRowEach?: true;
}

/** Encodes rows of text, each row once. */
export function encodeRows(names: readonly string[], rows: readonly (readonly string[])[]): TupleTable {
  const columns = names.map((name, position) => {
    const index = new Map<string, number>();
    const codes = Int32Array.from(rows, (row) => {
      const value = row[position]!;
      const code = index.get(value) ?? index.size;
      index.set(value, code);
      return code;
    });
    return { name, values: [...index.keys()], codes };
  });
  return { columns, weights: new Int32Array(rows.length).fill(1), rows: rows.length };
}
