import { AnonymisationError } from '../anonymisation-error';
import { ByteDictionary } from './byte-dictionary';
import { CsvScanner } from './csv-scanner';
import type { TupleTable } from './tuple-table';

export interface CsvOptions {
  /** Columns to read; all unless told. */
  readonly columns?: readonly string[];
  /** One character; found from the header unless told. */
  readonly delimiter?: string;
}

/**
 * Reads CSV with a header line from memory: UTF-8, any of comma, semicolon, tab and bar, quoted fields by RFC 4180.
 * @throws AnonymisationError with the line at fault
 */
export function readCsv(bytes: Uint8Array, { columns, delimiter }: CsvOptions = {}): TupleTable {
  const scanner = new CsvScanner(bytes, delimiter);
  const header = scanner.header();
  const wanted = columns ?? header;
  const missing = wanted.filter((name) => !header.includes(name));
  if (missing.length > 0) {
    throw new AnonymisationError('missing-column', `no column ${missing.join(', ')}; there are ${header.join(', ')}`);
  }
  const twice = wanted.find((name, position) => wanted.indexOf(name) !== position);
  if (twice !== undefined) throw new AnonymisationError('missing-column', `column ${twice} is named twice`);
  const dictionaries = header.map((name) =>
    wanted.includes(name) ? new ByteDictionary((field) => decode(field, name, scanner)) : undefined,
  );
  const { rows, codes } = scanner.rows(dictionaries);
  if (rows === 0) throw new AnonymisationError('empty-data', 'the file has no row');
  return {
    columns: wanted.map((name) => {
      const position = header.indexOf(name);
      return { name, values: dictionaries[position]!.values, codes: codes[position]! };
    }),
    weights: new Int32Array(rows).fill(1),
    rows,
  };
}

/** Reads a CSV file without a header line as rows of text. */
export function readTextRows(bytes: Uint8Array, delimiter?: string): string[][] {
  const scanner = new CsvScanner(bytes, delimiter);
  const width = new CsvScanner(bytes, delimiter).fields().length;
  const dictionary = new ByteDictionary((field) => decode(field, 'a field', scanner));
  const { rows, codes } = scanner.rows(new Array<ByteDictionary>(width).fill(dictionary));
  return Array.from({ length: rows }, (_, row) => codes.map((column) => dictionary.values[column![row]!]!));
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(field: Uint8Array, column: string, scanner: CsvScanner): string {
  try {
    return utf8.decode(field);
  } catch (cause) {
    throw new AnonymisationError('bad-csv', `line ${scanner.line()}, ${column}: not UTF-8`, { cause });
  }
}
