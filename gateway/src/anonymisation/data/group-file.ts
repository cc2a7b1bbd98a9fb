import type { DataSet } from './data-set';
import { withDuck } from './duckdb';
import { duckSource, duckText } from './duckdb-source';
import { checkTuples, type GroupingBounds } from './grouping-bounds';
import { groupingStatement } from './grouping-statement';
import { readTuples, TUPLES } from './read-tuples';
import type { TupleTable } from './tuple-table';

/**
 * Groups the rows of files to their distinct tuples by DuckDB.
 * @throws AnonymisationError for files that cannot be read, or more than the bounds allow
 */
export function groupFile(
  data: DataSet,
  columns: readonly string[],
  { databaseMemory, mostTuples, threads }: GroupingBounds,
  scratch?: string,
): Promise<TupleTable> {
  const settings = {
    memory: databaseMemory,
    ...(scratch === undefined ? {} : { scratch }),
    ...(threads === undefined ? {} : { threads }),
  };
  return withDuck(settings, async (connection) => {
    const source = await duckSource(connection, data, columns);
    const statement = groupingStatement(source, columns, duckText);
    await connection.run(`CREATE TEMP TABLE ${TUPLES} AS ${statement} LIMIT ${mostTuples + 1}`);
    const table = await readTuples(connection, columns);
    checkTuples(table.weights.length, mostTuples);
    return table;
  });
}
