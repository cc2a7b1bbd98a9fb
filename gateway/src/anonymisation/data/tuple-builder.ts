import type { TupleTable } from './tuple-table';

const FIRST = 1 << 12;

/** Puts a table of tuples together, one after the other; only values that are new are kept as text. */
export class TupleBuilder {
  private readonly indexes: readonly Map<string, number>[];
  private columns: Int32Array[];
  private weights = new Int32Array(FIRST);
  private rows = 0;
  length = 0;

  constructor(private readonly names: readonly string[]) {
    this.indexes = names.map(() => new Map());
    this.columns = names.map(() => new Int32Array(FIRST));
  }

  add(values: readonly string[], weight: number): void {
    if (this.length === this.weights.length) this.grow();
    for (const [at, index] of this.indexes.entries()) {
      const value = values[at]!;
      const code = index.get(value) ?? index.size;
      if (code === index.size) index.set(value, code);
      this.columns[at]![this.length] = code;
    }
    this.weights[this.length++] = weight;
    this.rows += weight;
  }

  table(): TupleTable {
    return {
      columns: this.names.map((name, at) => ({
        name,
        values: [...this.indexes[at]!.keys()],
        codes: this.columns[at]!.subarray(0, this.length),
      })),
      weights: this.weights.subarray(0, this.length),
      rows: this.rows,
    };
  }

  private grow(): void {
    const double = (array: Int32Array): Int32Array<ArrayBuffer> => {
      const larger = new Int32Array(2 * array.length);
      larger.set(array);
      return larger;
    };
    this.columns = this.columns.map(double);
    this.weights = double(this.weights);
  }
}
