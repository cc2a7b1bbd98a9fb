import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AnonymisationError } from '../anonymisation-error';
import { withDuck } from '../data/duckdb';
import { quoteName, quoteText } from '../data/grouping-statement';
import { releaseCsv, type ReleasedTable } from './release';

/** What lies on the disk. */
export interface WrittenTable {
  /** SHA-256 of the file, hex. */
  readonly sha256: string;
  readonly bytes: number;
}

/** Bytes DuckDB takes to write Parquet, whatever the size of the table. */
const MEMORY = 256e6;

/**
 * Writes a released table as CSV, or as Parquet where the name ends in `.parquet`: row by row, whole or not at all, and
 * on the disk when this resolves. A file of that name is replaced.
 * @throws AnonymisationError where the disk is full or the folder cannot be written to; then nothing is left of it
 */
export async function writeRelease(table: ReleasedTable, path: string): Promise<WrittenTable> {
  const draft = join(dirname(path), `.${basename(path)}.new`);
  const text = `${draft}.csv`;
  try {
    if (/\.parquet$/i.test(path)) {
      const types = await writeCsv(table, text);
      await csvToParquet(text, draft, table.columns, types);
    } else await writeCsv(table, draft);
    const written = await measure(draft);
    await rename(draft, path);
    await sync(dirname(path));
    return written;
  } catch (error) {
    await rm(draft, { force: true });
    throw writingFault(error, path);
  } finally {
    await rm(text, { force: true });
  }
}

type ColumnType = 'BIGINT' | 'VARCHAR';

/** Writes CSV through to the disk; answers what the columns turned out to be: counts are whole numbers. */
async function writeCsv({ columns, rows }: ReleasedTable, path: string): Promise<ColumnType[]> {
  const isText = columns.map(() => false);
  const watched = function* (): Generator<readonly (string | number)[]> {
    for (const row of rows) {
      for (const [at, value] of row.entries()) if (typeof value === 'string') isText[at] = true;
      yield row;
    }
  };
  const file = await open(path, 'w', 0o600);
  try {
    for (const part of releaseCsv({ columns, rows: watched() })) await file.writeFile(part);
    await file.sync();
  } finally {
    await file.close();
  }
  return isText.map((text) => (text ? 'VARCHAR' : 'BIGINT'));
}

/** DuckDB reads what was written and writes it as Parquet, both in passing. */
async function csvToParquet(
  from: string,
  to: string,
  columns: readonly string[],
  types: readonly ColumnType[],
): Promise<void> {
  const typed = columns.map((name, at) => `${quoteText(name)}: '${types[at]!}'`).join(', ');
  const texts = columns.filter((_, at) => types[at] === 'VARCHAR').map(quoteName);
  const dialect = `auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', columns = {${typed}}`;
  const source = `read_csv(${quoteText(from)}, ${dialect}, force_not_null = [${texts.join(', ')}])`;
  await withDuck({ memory: MEMORY, threads: 1, keepsOrder: true }, (connection) =>
    connection.run(`COPY (SELECT * FROM ${source}) TO ${quoteText(to)} (FORMAT parquet)`),
  );
  await sync(to);
}

async function measure(path: string): Promise<WrittenTable> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path)) hash.update(part as Buffer);
  return { sha256: hash.digest('hex'), bytes: (await stat(path)).size };
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  await file.sync().finally(() => file.close());
}

/** Codes of the system for a place that takes no more, or takes nothing. */
const UNWRITABLE = ['ENOSPC', 'EDQUOT', 'EFBIG', 'EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR'];

function writingFault(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (!UNWRITABLE.includes(code)) return error;
  return new AnonymisationError('unwritable', `${path} could not be written (${code})`, { cause: error });
}
