import { checkColumns } from './column-text';
import { checkTuples, type GroupingBounds } from './grouping-bounds';
import { groupingStatement } from './grouping-statement';
import { openPostgresql, postgresqlFault, type PostgresqlClient } from './postgresql';
import { TupleBuilder } from './tuple-builder';
import type { TupleTable } from './tuple-table';

/** Tuples fetched at once. */
const BATCH = 10_000;

/** Columns of a table in their order, with types as PostgreSQL names them. */
const DESCRIBE = `SELECT attname::text, CASE WHEN typtype = 'e' THEN 'enum' ELSE format_type(atttypid, NULL) END
  FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid
  WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`;

/**
 * Groups a table to its distinct tuples in PostgreSQL, which holds it already: only the tuples leave it.
 * @param table - as in SQL: `schema.table`, quoted where it must be
 * @throws AnonymisationError for a table that cannot be read, or more tuples than the bounds allow
 */
export async function groupPostgresql(
  url: string,
  table: string,
  columns: readonly string[],
  { mostTuples }: Pick<GroupingBounds, 'mostTuples'>,
): Promise<TupleTable> {
  const client = await openPostgresql(url);
  try {
    // One snapshot, which cannot be written to; texts as DuckDB makes them.
    await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query("SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL extra_float_digits = 1");
    const { rows } = await client.query({ text: DESCRIBE, values: [table], rowMode: 'array' });
    checkColumns(
      columns,
      rows.map(([name, type]) => ({ name: String(name), type: String(type) })),
    );
    const [[quoted]] = (await client.query({ text: 'SELECT $1::regclass::text', values: [table], rowMode: 'array' }))
      .rows as [[string]];
    await client.query(`DECLARE tuples NO SCROLL CURSOR FOR ${groupingStatement(quoted, columns)}`);
    return await fetchTuples(client, columns, mostTuples);
  } catch (error) {
    throw postgresqlFault(error);
  } finally {
    await client.end();
  }
}

async function fetchTuples(client: PostgresqlClient, columns: readonly string[], most: number): Promise<TupleTable> {
  const tuples = new TupleBuilder(columns);
  for (;;) {
    const { rows } = await client.query({ text: `FETCH FORWARD ${BATCH} FROM tuples`, rowMode: 'array' });
    if (rows.length === 0) break;
    // A count is a bigint, which pg hands over as text.
    for (const row of rows as string[][]) tuples.add(row, Number(row[columns.length]));
    checkTuples(tuples.length, most);
  }
  checkTuples(tuples.length, most);
  return tuples.table();
}
