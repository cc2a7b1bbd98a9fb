import type { Guarantee } from './guarantee';

/** A table for researchers, with what it promises. Nothing in it depends on the data but what the guarantee covers. */
export interface Release {
  readonly guarantee: Guarantee;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  readonly noise: {
    readonly distribution: 'discrete-laplace';
    readonly standardDeviation: number;
  };
  /** Level of each quasi-identifier, where there are levels. */
  readonly levels?: Readonly<Record<string, number>>;
  /** Where cells with fewer are left out: the least noisy total that is shown. */
  readonly threshold?: number;
}

/** A table to write: rows come one after the other, and need not all be there at once. */
export interface ReleasedTable {
  readonly columns: readonly string[];
  readonly rows: Iterable<readonly (string | number)[]>;
}

/** Characters that are handed on at once. */
const PART = 1 << 16;

/** The table as CSV, fields quoted where they must be, in parts of many lines. */
export function* releaseCsv({ columns, rows }: ReleasedTable): Generator<string> {
  let part = line(columns);
  for (const row of rows) {
    part += line(row);
    if (part.length < PART) continue;
    yield part;
    part = '';
  }
  if (part !== '') yield part;
}

const line = (row: readonly (string | number)[]): string => `${row.map(field).join(',')}\n`;

const field = (value: string | number): string => {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
