import { closeSync, openSync, readSync } from 'node:fs';
import { constants, gunzipSync } from 'node:zlib';
import { CsvScanner } from './csv-scanner';
import { checkColumns, type DescribedColumn } from './column-text';
import type { DataFormat, DataSet } from './data-set';
import type { DuckConnection } from './duckdb';
import { quoteName, quoteText } from './grouping-statement';

/** Bytes of a file in which its header is looked for. */
const HEAD = 1 << 18;
/** Objects of JSON lines whose keys are taken for the columns. */
const SAMPLED = 10_000;

/**
 * How DuckDB reads the columns of a data set: what stands in a FROM. CSV and JSON are read as text, so that values arrive
 * as they are written; nothing is guessed from their look.
 * @throws AnonymisationError where a column is missing, or cannot be read as text
 */
export function duckSource(connection: DuckConnection, data: DataSet, columns: readonly string[]): Promise<string> {
  return READERS[data.format](connection, data, columns);
}

type Reader = (connection: DuckConnection, data: DataSet, columns: readonly string[]) => Promise<string>;

const READERS: Readonly<Record<DataFormat, Reader>> = {
  parquet: async (connection, data, columns) => {
    const source = `read_parquet(${filesOf(data)})`;
    const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`);
    checkColumns(
      columns,
      described.getRows().map(([name, type]) => ({ name: String(name), type: String(type) })),
    );
    return source;
  },

  async json(connection, data, columns) {
    const objects = `SELECT json FROM read_ndjson_objects(${listOf(data.files)}) LIMIT ${SAMPLED}`;
    const keys = await connection.runAndReadAll(`SELECT DISTINCT unnest(json_keys(json)) FROM (${objects}) ORDER BY 1`);
    const named = keys.getRows().map(([name]) => String(name));
    checkColumns(columns, textColumns([...named, ...data.partitionedBy]));
    const read = columns.filter((name) => !data.partitionedBy.includes(name));
    return `read_ndjson(${filesOf(data)}, columns = ${varchars(read)})`;
  },

  // The columns of CSV are met by position: files whose headers differ are read apart, and their rows put together.
  csv: (_, data, columns) => {
    const byHead = new Map<string, { head: CsvHead; files: string[] }>();
    for (const file of data.files) {
      const head = headOf(file);
      const key = JSON.stringify(head);
      byHead.set(key, { head, files: [...(byHead.get(key)?.files ?? []), file] });
    }
    const parts = [...byHead.values()].map(({ head, files }) => csvPart(head, { ...data, files }, columns));
    const names = columns.map(quoteName).join(', ');
    const all = parts.map((part) => `SELECT ${names} FROM ${part}`).join(' UNION ALL ');
    return Promise.resolve(parts.length === 1 ? parts[0]! : `(${all}) AS parts`);
  },
};

function csvPart({ names, delimiter }: CsvHead, data: DataSet, columns: readonly string[]): string {
  checkColumns(columns, textColumns([...names, ...data.partitionedBy]));
  const dialect = `auto_detect = false, header = true, delim = ${quoteText(delimiter)}, quote = '"', escape = '"'`;
  return `read_csv(${filesOf(data)}, ${dialect}, columns = ${varchars(names)})`;
}

interface CsvHead {
  readonly names: readonly string[];
  readonly delimiter: string;
}

/** Names and delimiter by our own reader: a file means the same whoever reads it. */
function headOf(path: string): CsvHead {
  const bytes = new Uint8Array(HEAD);
  const file = openSync(path, 'r');
  const length = readSync(file, bytes);
  closeSync(file);
  const head = bytes.subarray(0, length);
  const isPacked = path.toLowerCase().endsWith('.gz');
  const scanner = new CsvScanner(isPacked ? gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH }) : head);
  return { names: scanner.header(), delimiter: scanner.delimiter };
}

const textColumns = (names: readonly string[]): DescribedColumn[] => names.map((name) => ({ name, type: 'varchar' }));
const listOf = (files: readonly string[]): string => `[${files.map(quoteText).join(', ')}]`;
const varchars = (names: readonly string[]): string =>
  `{${names.map((name) => `${quoteText(name)}: 'VARCHAR'`).join(', ')}}`;
const filesOf = ({ files, partitionedBy }: DataSet): string =>
  `${listOf(files)}, hive_partitioning = ${partitionedBy.length > 0 ? 'true, hive_types_autocast = false' : 'false'}`;

/** Text of a value: whole numbers have no point, whatever they are kept as. */
export const duckText = (name: string): string =>
  `CASE WHEN typeof(${name}) IN ('DOUBLE', 'FLOAT') THEN regexp_replace(CAST(${name} AS VARCHAR), '\\.0$', '') ELSE CAST(${name} AS VARCHAR) END`;
