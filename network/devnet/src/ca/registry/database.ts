import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

import Database from 'libsql';

/** An open database of a certificate authority's registry. */
export type RegistryDatabase = Database.Database;

/** A registry that cannot be used as it is; the message says what to do. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
}

const SCHEMA_VERSION = 1;

const SCHEMA = `
  CREATE TABLE identities (
    id TEXT PRIMARY KEY, secret TEXT NOT NULL, type TEXT NOT NULL, affiliation TEXT NOT NULL, attributes TEXT NOT NULL,
    max_enrolments INTEGER NOT NULL, enrolments INTEGER NOT NULL DEFAULT 0, failed_logins INTEGER NOT NULL DEFAULT 0,
    revoked INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE certificates (
    serial TEXT NOT NULL, aki TEXT NOT NULL, id TEXT NOT NULL, pem TEXT NOT NULL, expires_at INTEGER NOT NULL,
    revoked_at INTEGER, reason INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (serial, aki)
  ) STRICT;
  CREATE INDEX certificates_by_id ON certificates (id);
  CREATE TABLE affiliations (name TEXT PRIMARY KEY) STRICT;
  PRAGMA user_version = ${SCHEMA_VERSION};
`;

/**
 * Opens the registry's database, in memory where no file is named. What is written is on the disk when the call returns.
 * @throws RegistryError where the file is not such a database, or of another version.
 */
export function openDatabase(file?: string): RegistryDatabase {
  if (file) mkdirSync(dirname(file), { recursive: true });
  const database = new Database(file ?? ':memory:');
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    checkIntegrity(database);
    prepareSchema(database);
    return database;
  } catch (error) {
    database.close();
    if (error instanceof RegistryError) throw error;
    throw new RegistryError(`the CA registry ${file} cannot be read: restore it, or remove its folder to begin anew`, {
      cause: error,
    });
  }
}

// A damaged page would else be found in the middle of an enrolment.
function checkIntegrity(database: RegistryDatabase): void {
  const { quick_check: verdict } = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string };
  if (verdict !== 'ok') throw new Error(verdict);
}

function prepareSchema(database: RegistryDatabase): void {
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (version === SCHEMA_VERSION) return;
  if (version !== 0)
    throw new RegistryError(
      `the CA registry is of version ${version}, not ${SCHEMA_VERSION}: start it with the release that wrote it, or remove its folder`,
    );
  database.exec(`BEGIN; ${SCHEMA} COMMIT;`);
}
