import { AnonymisationError } from '../anonymisation-error';

/**
 * Types whose values have one text in every engine: digits without needless zeros, dates and times by ISO 8601 (in UTC
 * where they have a zone), `true` and `false`. Named as DuckDB and as PostgreSQL name them, without their parameters.
 */
const TYPES = new Set(
  [
    'varchar, text, character varying, character, enum, uuid, boolean',
    'tinyint, smallint, integer, bigint, hugeint, utinyint, usmallint, uinteger, ubigint, uhugeint, decimal, numeric',
    'float, double, real, double precision, date, time, time without time zone',
    'timestamp, timestamp_s, timestamp_ms, timestamp_ns, timestamp without time zone, timestamp with time zone',
  ].flatMap((line) => line.split(', ')),
);

/** A column as an engine describes it. */
export interface DescribedColumn {
  readonly name: string;
  readonly type: string;
}

/**
 * Holds the columns that are asked for against those that there are.
 * @throws AnonymisationError for one that is missing, is named twice, or has values without one text
 */
export function checkColumns(wanted: readonly string[], there: readonly DescribedColumn[]): void {
  const missing = wanted.filter((name) => !there.some((column) => column.name === name));
  if (missing.length > 0) {
    const names = there.map(({ name }) => name).join(', ');
    throw new AnonymisationError('missing-column', `no column ${missing.join(', ')}; there are ${names}`);
  }
  const twice = wanted.find((name, position) => wanted.indexOf(name) !== position);
  if (twice !== undefined) throw new AnonymisationError('missing-column', `column ${twice} is named twice`);
  const odd = there.find((column) => wanted.includes(column.name) && !hasText(column));
  if (odd !== undefined) throw new AnonymisationError('unreadable-column', `${odd.name} is of type ${plain(odd.type)}`);
}

/** Have its values one text, whichever engine reads them? */
export const hasText = ({ type }: DescribedColumn): boolean => TYPES.has(plain(type));

const plain = (type: string): string => (type.endsWith(']') ? 'list' : type.toLowerCase().replace(/\s*\(.*\)/s, ''));
