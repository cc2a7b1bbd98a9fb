import { readFileSync, statSync } from 'node:fs';
import { AnonymisationError } from '../anonymisation-error';
import { groupByDatabase } from './group-by-database';
import { readCsv } from './read-csv';
import type { TupleTable } from './tuple-table';

/** CSV up to this size is read here, whole; what is larger goes through DuckDB, and so do all other formats. */
const READ_WHOLE = 128 * 1024 * 1024;

/**
 * Reads columns of a file: CSV, Parquet, JSON lines, or a folder of one of these.
 * @throws AnonymisationError for a file that cannot be read, or lacks a column
 */
export async function openTable(path: string, columns: readonly string[]): Promise<TupleTable> {
  const found = sizeOf(path);
  const isSmallCsv = found.isFile && found.size <= READ_WHOLE && /\.(csv|tsv|txt|data)$/i.test(path);
  return isSmallCsv ? readCsv(readFileSync(path), { columns }) : groupByDatabase(path, columns);
}

function sizeOf(path: string): { isFile: boolean; size: number } {
  try {
    const found = statSync(path);
    return { isFile: found.isFile(), size: found.size };
  } catch (cause) {
    throw new AnonymisationError('unreadable', `${path} is not there`, { cause });
  }
}
