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

/** What is done with each format. */
interface Format {
  /** The columns that there are; of CSV those of the first file. */
  columns(connection: DuckConnection, data: DataSet): Promise<readonly DescribedColumn[]>;
  /** What stands in a FROM. */
  source(connection: DuckConnection, data: DataSet, columns: readonly string[]): Promise<string>;
}

/** The columns of a data set, in their order. @throws AnonymisationError where it cannot be read */
export const duckColumns = (connection: DuckConnection, data: DataSet): Promise<readonly DescribedColumn[]> =>
  FORMATS[data.format].columns(connection, data);

/**
 * How DuckDB reads the columns of a data set: what stands in a FROM. CSV and JSON are read as text, so that values arrive
 * as they are written; nothing is guessed from their look.
 * @throws AnonymisationError where a column is missing, or cannot be read as text
 */
export const duckSource = (connection: DuckConnection, data: DataSet, columns: readonly string[]): Promise<string> =>
  FORMATS[data.format].source(connection, data, columns);

const FORMATS: Readonly<Record<DataFormat, Format>> = {
  parquet: {
    async columns(connection, data) {
      const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM read_parquet(${filesOf(data)})`);
      return described.getRows().map(([name, type]) => ({ name: String(name), type: String(type) }));
    },
    async source(connection, data, columns) {
      checkColumns(columns, await duckColumns(connection, data));
      return `read_parquet(${filesOf(data)})`;
    },
  },

  json: {
    async columns(connection, data) {
      const objects = `SELECT json FROM read_ndjson_objects(${listOf(data.files)}) LIMIT ${SAMPLED}`;
      const keys = await connection.runAndReadAll(
        `SELECT DISTINCT unnest(json_keys(json)) FROM (${objects}) ORDER BY 1`,
      );
      return textColumns([...keys.getRows().map(([name]) => String(name)), ...data.partitionedBy]);
    },
    async source(connection, data, columns) {
      checkColumns(columns, await duckColumns(connection, data));
      const read = columns.filter((name) => !data.partitionedBy.includes(name));
      return `read_ndjson(${filesOf(data)}, columns = ${varchars(read)})`;
    },
  },

  csv: {
    columns: (_, data) => Promise.resolve(textColumns([...headOf(data.files[0]!).names, ...data.partitionedBy])),
    // The columns of CSV are met by position: files whose headers differ are read apart, and their rows put together.
    source(_, data, columns) {
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
  },
};

function csvPart({ names, delimiter }: CsvHead, data: DataSet, columns: readonly string[]): string {
  checkColumns(columns, textColumns([...names, ...data.partitionedBy]));
  const dialect = `auto_detect = false, header = true, delim = ${quoteText(delimiter)}, quote = '"', escape = '"'`;
  return `read_csv(${filesOf(data)}, ${dialect}, columns = ${varchars(names)})`;
}

export interface CsvHead {
  readonly names: readonly string[];
  readonly delimiter: string;
}

/** Names and delimiter by our own reader: a file means the same whoever reads it. */
export function headOf(path: string): CsvHead {
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
