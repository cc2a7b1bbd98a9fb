import { AnonymisationError } from '../anonymisation-error';

/** What is used of `@duckdb/node-api`. It is an optional dependency: this must compile where it is not installed. */
export interface DuckConnection {
  run(sql: string): Promise<unknown>;
  runAndReadAll(sql: string): Promise<{ getRows(): unknown[][] }>;
  stream(sql: string): Promise<{ fetchChunk(): Promise<DuckChunk | null> }>;
}

interface DuckChunk {
  readonly rowCount: number;
  /** A column as it lies in the database's own vectors. */
  getColumnVector(column: number): { readonly items: Int32Array };
}

interface DuckModule {
  readonly DuckDBInstance: {
    create(path: string, options: Readonly<Record<string, string>>): Promise<{ connect(): Promise<DuckConnection> }>;
  };
}

const NAME: string = '@duckdb/node-api';

/** A database in memory. @param memory - what it may take before it uses the disk, such as `512MB` */
export async function openDuck(memory: string): Promise<DuckConnection> {
  const { DuckDBInstance } = await load();
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: memory, preserve_insertion_order: 'false' });
  return instance.connect();
}

async function load(): Promise<DuckModule> {
  try {
    return (await import(NAME)) as DuckModule;
  } catch (cause) {
    throw new AnonymisationError('needs-duckdb', 'this file is read by DuckDB, which is not installed', { cause });
  }
}
