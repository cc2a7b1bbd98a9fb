import type { DataSet } from './data-set';
import { withDuck } from './duckdb';
import { duckSource, duckText } from './duckdb-source';
import { checkTuples, type GroupingBounds } from './grouping-bounds';
import { refuseSeveral } from './one-row-each';
import { groupingStatement, severalStatement } from './grouping-statement';
import { readTuples, TUPLES } from './read-tuples';
import type { TupleTable } from './tuple-table';

/**
 * Groups the rows of files to their distinct tuples by DuckDB.
 * @param patient - where each patient is to have one row
 * @throws AnonymisationError for files that cannot be read, or more than the bounds allow
 */
export function groupFile(
  data: DataSet,
  columns: readonly string[],
  { databaseMemory, mostTuples, threads }: GroupingBounds,
  { scratch, patient }: { readonly scratch?: string; readonly patient?: string } = {},
): Promise<TupleTable> {
  const settings = {
    memory: databaseMemory,
    ...(scratch === undefined ? {} : { scratch }),
    ...(threads === undefined ? {} : { threads }),
  };
  return withDuck(settings, async (connection) => {
    const source = await duckSource(connection, data, patient === undefined ? columns : [...columns, patient]);
    if (patient !== undefined) {
      const [counts] = (await connection.runAndReadAll(severalStatement(source, patient))).getRows();
      refuseSeveral(Number(counts![0]), Number(counts![1]));
    }
    const statement = groupingStatement(source, columns, duckText);
    await connection.run(`CREATE TEMP TABLE ${TUPLES} AS ${statement} LIMIT ${mostTuples + 1}`);
    const table = await readTuples(connection, columns);
    checkTuples(table.weights.length, mostTuples);
    return table;
  });
}
