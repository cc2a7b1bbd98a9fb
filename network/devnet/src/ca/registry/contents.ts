import type { RegistryDatabase } from './database';

type Row = Readonly<Record<string, string | number | null>>;

/** All rows of a registry, table by table. */
export interface RegistryContents {
  readonly identities: readonly Row[];
  readonly certificates: readonly Row[];
  readonly affiliations: readonly Row[];
}

const columns: Readonly<Record<keyof RegistryContents, readonly string[]>> = {
  identities: [
    'id',
    'secret',
    'type',
    'affiliation',
    'attributes',
    'max_enrolments',
    'enrolments',
    'failed_logins',
    'revoked',
  ],
  certificates: ['serial', 'aki', 'id', 'pem', 'expires_at', 'revoked_at', 'reason'],
  affiliations: ['name'],
};

/** Reads everything. */
export const readContents = (database: RegistryDatabase): RegistryContents => {
  const all = (table: keyof RegistryContents): Row[] =>
    database.prepare(`SELECT ${columns[table].join(', ')} FROM ${table} ORDER BY rowid`).all() as Row[];
  return { identities: all('identities'), certificates: all('certificates'), affiliations: all('affiliations') };
};

/** Writes everything into a registry that is empty. */
export const writeContents = (database: RegistryDatabase, contents: RegistryContents): void => {
  for (const table of Object.keys(columns) as (keyof RegistryContents)[]) {
    const names = columns[table];
    const insert = database.prepare(
      `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    );
    for (const row of contents[table]) insert.run(names.map((name) => row[name] ?? null));
  }
};
