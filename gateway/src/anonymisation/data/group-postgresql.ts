import { checkColumns } from './column-text';
import { checkTuples, type GroupingBounds } from './grouping-bounds';
import { refuseSeveral } from './one-row-each';
import { groupingStatement, severalStatement } from './grouping-statement';
import type { PostgresqlClient } from './postgresql';
import { inPostgresql } from './postgresql-table';
import { TupleBuilder } from './tuple-builder';
import type { TupleTable } from './tuple-table';

/** Tuples fetched at once. */
const BATCH = 10_000;

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
  patient?: string,
): Promise<TupleTable> {
  return inPostgresql(url, table, async ({ client, name, described }) => {
    checkColumns(patient === undefined ? columns : [...columns, patient], described);
    if (patient !== undefined) {
      const { rows } = await client.query({ text: severalStatement(name, patient), rowMode: 'array' });
      refuseSeveral(Number(rows[0]![0]), Number(rows[0]![1]));
    }
    await client.query(`DECLARE tuples NO SCROLL CURSOR FOR ${groupingStatement(name, columns)}`);
    return fetchTuples(client, columns, mostTuples);
  });
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
