import { AnonymisationError, type AnonymisationFault } from '../anonymisation-error';

/** What is used of `@duckdb/node-api`. It is an optional dependency: this must compile where it is not installed. */
export interface DuckConnection {
  run(sql: string): Promise<unknown>;
  runAndReadAll(sql: string): Promise<{ getRows(): unknown[][] }>;
  stream(sql: string): Promise<{ fetchChunk(): Promise<DuckChunk | null> }>;
  closeSync(): void;
}

export interface DuckChunk {
  readonly rowCount: number;
  /** A column as it lies in the database's own vectors; `items` where its values are of one width. */
  getColumnVector(column: number): { readonly items?: unknown; getItem(row: number): unknown };
}

interface DuckInstance {
  connect(): Promise<DuckConnection>;
  closeSync(): void;
}

interface DuckModule {
  readonly DuckDBInstance: {
    create(path: string, options: Readonly<Record<string, string>>): Promise<DuckInstance>;
  };
}

const NAME: string = '@duckdb/node-api';

export interface DuckSettings {
  /** Bytes it may take before it uses the disk. */
  readonly memory: number;
  /** Folder for what does not fit; nothing is written to the disk unless told, since it would be rows of the data. */
  readonly scratch?: string;
  /** Processor cores; all unless told. */
  readonly threads?: number;
  /** Whether rows come in the order they were read. It costs memory. */
  readonly keepsOrder?: boolean;
}

/**
 * Works with a database in memory, which fetches nothing from anywhere and is closed afterwards.
 * @throws AnonymisationError for whatever the database does not do
 */
export async function withDuck<T>(
  { memory, scratch, threads, keepsOrder }: DuckSettings,
  work: (connection: DuckConnection) => Promise<T>,
): Promise<T> {
  const { DuckDBInstance } = await load();
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${Math.floor(memory / 1e6)}MB`,
    preserve_insertion_order: String(keepsOrder === true),
    temp_directory: scratch ?? '',
    autoinstall_known_extensions: 'false',
    ...(threads === undefined ? {} : { threads: String(threads) }),
  });
  const connection = await instance.connect();
  try {
    await connection.run("SET TimeZone = 'UTC'");
    return await work(connection);
  } catch (error) {
    throw duckFault(error);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function load(): Promise<DuckModule> {
  try {
    return (await import(NAME)) as DuckModule;
  } catch (cause) {
    throw new AnonymisationError('needs-duckdb', 'this file is read by DuckDB, which is not installed', { cause });
  }
}

/** What DuckDB's messages begin with or say, since it has no codes: fault, and what is told of it. */
const FAULTS: readonly (readonly [RegExp, AnonymisationFault, (found: RegExpExecArray) => string])[] = [
  [/No space left on device/, 'unwritable', () => 'the disk is full'],
  [
    /^Out of Memory Error|could not allocate|failed to (allocate|offload)/i,
    'past-memory',
    () => 'the data has more distinct tuples than the memory holds',
  ],
  [
    /CSV Error on Line: (\d+)/,
    'bad-csv',
    ([, line]) => `line ${line!}: the fields are not those of the header, or a quote is wrong`,
  ],
  [/The CSV Parser state machine/, 'bad-csv', () => 'the lines do not all end alike'],
  [/Malformed JSON.* in line (\d+)/s, 'unreadable', ([, line]) => `line ${line!} is not JSON`],
];

/**
 * A fault of DuckDB's as one of ours. Its text goes no further than the kind and the line: it quotes the data.
 */
function duckFault(error: unknown): AnonymisationError {
  if (error instanceof AnonymisationError) return error;
  const message = error instanceof Error ? error.message : String(error);
  for (const [pattern, code, words] of FAULTS) {
    const found = pattern.exec(message);
    if (found !== null) return new AnonymisationError(code, words(found), { cause: error });
  }
  const [kind = 'an error'] = message.split(':');
  return new AnonymisationError('unreadable', `the database ended with ${JSON.stringify(kind.slice(0, 40))}`, {
    cause: error,
  });
}
