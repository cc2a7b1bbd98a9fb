import { AnonymisationError } from '../anonymisation-error';

/** What is used of `pg`. It is an optional dependency: this must compile where it is not installed. */
export interface PostgresqlClient {
  connect(): Promise<unknown>;
  query(text: string, values?: readonly unknown[]): Promise<unknown>;
  query(question: {
    readonly text: string;
    readonly values?: readonly unknown[];
    readonly rowMode: 'array';
  }): Promise<{ readonly rows: unknown[][] }>;
  end(): Promise<void>;
  on(event: 'error', listener: () => void): unknown;
}

interface PostgresqlModule {
  readonly Client: new (settings: {
    readonly connectionString: string;
    readonly application_name: string;
    readonly connectionTimeoutMillis: number;
  }) => PostgresqlClient;
}

const NAME: string = 'pg';

/**
 * Connects to PostgreSQL. A password that the address has not comes from PGPASSWORD or the password file, as in psql.
 * @throws AnonymisationError without the address
 */
export async function openPostgresql(url: string): Promise<PostgresqlClient> {
  const { Client } = await load();
  const settings = { connectionString: url, application_name: 'rx anonymise', connectionTimeoutMillis: 10_000 };
  const client = new Client(settings);
  // A connection that is lost fails the question that is under way; nobody else listens.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    throw postgresqlFault(error);
  }
  return client;
}

async function load(): Promise<PostgresqlModule> {
  try {
    return (await import(NAME)) as PostgresqlModule;
  } catch (cause) {
    throw new AnonymisationError('needs-pg', 'PostgreSQL is read through pg, which is not installed', { cause });
  }
}

/** SQLSTATE codes, and those of the system, that tell what may be done. */
const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'no PostgreSQL answers there',
  ENOTFOUND: 'there is no such host',
  '28P01': 'PostgreSQL does not take the password',
  '28000': 'PostgreSQL does not let this user in',
  '3D000': 'there is no such database',
  '42P01': 'there is no such table',
  '42501': 'this user may not read the table',
  '53200': 'PostgreSQL ran out of memory',
  '53100': 'the disk of PostgreSQL is full',
  '57014': 'PostgreSQL ended the statement',
};

/** A fault of PostgreSQL's as one of ours: its code alone, since messages quote names and data. */
export function postgresqlFault(error: unknown): AnonymisationError {
  if (error instanceof AnonymisationError) return error;
  const code = String((error as { code?: unknown }).code ?? '');
  const words = WORDS[code] ?? (code === '' ? 'PostgreSQL let nobody in' : `PostgreSQL answered ${code}`);
  return new AnonymisationError('unreadable-table', words, { cause: error });
}
