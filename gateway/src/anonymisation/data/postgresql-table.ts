import type { DescribedColumn } from './column-text';
import { openPostgresql, postgresqlFault, type PostgresqlClient } from './postgresql';

/** A table in one snapshot, which cannot be written to. */
export interface PostgresqlTable {
  readonly client: PostgresqlClient;
  /** As it stands in a FROM. */
  readonly name: string;
  /** In their order, with types as PostgreSQL names them. */
  readonly described: readonly DescribedColumn[];
}

const DESCRIBE = `SELECT attname::text, CASE WHEN typtype = 'e' THEN 'enum' ELSE format_type(atttypid, NULL) END
  FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid
  WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`;

/**
 * Asks something of a table.
 * @param table - as in SQL: `schema.table`, quoted where it must be
 * @throws AnonymisationError for whatever PostgreSQL does not do
 */
export async function inPostgresql<T>(
  url: string,
  table: string,
  work: (table: PostgresqlTable) => Promise<T>,
): Promise<T> {
  const client = await openPostgresql(url);
  try {
    await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    // Texts as DuckDB makes them.
    await client.query("SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL extra_float_digits = 1");
    const { rows } = await client.query({ text: DESCRIBE, values: [table], rowMode: 'array' });
    const named = await client.query({ text: 'SELECT $1::regclass::text', values: [table], rowMode: 'array' });
    const described = rows.map(([name, type]) => ({ name: String(name), type: String(type) }));
    return await work({ client, name: String(named.rows[0]![0]), described });
  } catch (error) {
    throw postgresqlFault(error);
  } finally {
    await client.end();
  }
}
