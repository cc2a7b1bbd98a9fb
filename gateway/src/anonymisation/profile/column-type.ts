import type { Column } from '../data/tuple-table';
import { isCode } from '../hierarchy/code-rows';
import { isDate } from '../hierarchy/date-rows';

/** What the values of a column look like. The first that all of them fit is the type. */
const SHAPES = [
  { type: 'date', fits: isDate },
  { type: 'atc', fits: (value: string) => isCode('atc', value) },
  { type: 'icd-10', fits: (value: string) => isCode('icd-10', value) },
  // A zero in front makes a code of it.
  { type: 'integer', fits: (value: string) => /^(0|-?[1-9]\d{0,14})$/.test(value) },
  { type: 'decimal', fits: (value: string) => /^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(value) },
] as const;

export type ColumnType = (typeof SHAPES)[number]['type'] | 'postcode' | 'category' | 'unique-id' | 'free-text';

/** What is known of a column after one look at it. */
export interface ColumnProfile {
  readonly name: string;
  readonly type: ColumnType;
  readonly rows: number;
  readonly distinct: number;
  /** Rows without a value. */
  readonly empty: number;
  /** Values that are not empty, with their rows, in the order of the values. */
  readonly values: readonly { readonly value: string; readonly rows: number }[];
}

/** Words that are few and come again and again; more of them are text. */
const MOST_CATEGORIES = 100;

export function profileColumn({ name, values, codes }: Column, weights: Int32Array): ColumnProfile {
  const rowsOf = new Float64Array(values.length);
  codes.forEach((code, at) => (rowsOf[code]! += weights[at]!));
  const rows = rowsOf.reduce((sum, one) => sum + one, 0);
  const counted = values
    .map((value, code) => ({ value, rows: rowsOf[code]! }))
    .sort((one, other) => (one.value < other.value ? -1 : 1));
  const filled = counted.filter(({ value }) => value !== '');
  return {
    name,
    type: typeOf(name, filled, rows),
    rows,
    distinct: filled.length,
    empty: rows - filled.reduce((sum, one) => sum + one.rows, 0),
    values: filled,
  };
}

function typeOf(name: string, values: ColumnProfile['values'], rows: number): ColumnType {
  const shape = SHAPES.find(({ fits }) => values.length > 0 && values.every(({ value }) => fits(value)))?.type;
  if (shape !== undefined && shape !== 'integer' && shape !== 'decimal') return shape;
  if (values.length === rows && shape !== 'decimal') return 'unique-id';
  if (isPostcode(name, values)) return 'postcode';
  if (shape !== undefined) return shape;
  return values.length <= MOST_CATEGORIES && 2 * values.length <= rows ? 'category' : 'free-text';
}

/** Codes of one length that are cut from the right: digits of which some begin with 0, or what is named so. */
function isPostcode(name: string, values: ColumnProfile['values']): boolean {
  const length = values[0]?.value.length ?? 0;
  const isEven = length >= 3 && length <= 8 && values.every(({ value }) => value.length === length);
  if (!isEven) return false;
  if (/post.?(al)?.?code|^zip|^plz$|^postal/i.test(name)) return true;
  return values.every(({ value }) => /^\d+$/.test(value)) && values.some(({ value }) => value.startsWith('0'));
}
