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

/** The table as CSV, fields quoted where they must be. */
export function* releaseCsv({ columns, rows }: Pick<Release, 'columns' | 'rows'>): Generator<string> {
  yield `${columns.map(field).join(',')}\n`;
  for (const row of rows) yield `${row.map(field).join(',')}\n`;
}

const field = (value: string | number): string => {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
