import { createRequire } from 'node:module';

/** A value in or out of the database. */
export type SqlValue = number | string | Uint8Array | null;

/**
 * A prepared statement. Parameters go in one array: a lone buffer would be taken for named parameters. There is a `get` too,
 * for single rows, which leaves the statement reading, and the file locked.
 */
export interface Statement {
  run(parameters: readonly SqlValue[]): { changes: number };
  /** Rows; their blobs are of type ArrayBuffer. */
  all(parameters: readonly SqlValue[]): unknown[];
}

/** The part of `libsql` (the API of better-sqlite3) that is used here: the package brings no types that fit. */
export interface Database {
  prepare(sql: string): Statement;
  exec(sql: string): void;
  pragma(text: string): unknown;
  close(): void;
}

/** Opens a database file. */
export function openDatabase(path: string): Database {
  const Libsql = createRequire(__filename)('libsql') as new (path: string) => Database;
  return new Libsql(path);
}

/** SQLite's name for an error, as `SQLITE_FULL`; empty where it is none of SQLite's. */
export function sqliteCode(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : '';
}
