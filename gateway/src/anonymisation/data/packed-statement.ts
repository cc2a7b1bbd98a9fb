import type { DuckConnection } from './duckdb';
import { duckText } from './duckdb-source';
import { countName, quoteName } from './grouping-statement';

/** Most values of a column whose place in a list is looked for row by row. */
const MOST_VALUES = 300;
/** Combinations that one 64-bit whole number tells apart. */
const MOST_COMBINATIONS = 2 ** 62;

/**
 * The same count by one whole number a row, where columns have few values each: its digits are the places of the values
 * in lists of them, and 0 where there is none. Groups take a tenth of the memory, and the time of a row does not grow
 * with their number. The columns are read twice more for it, which is cheap where a format keeps them apart.
 * @returns the statement; nothing where a column has many values
 */
export async function packedStatement(
  connection: DuckConnection,
  source: string,
  columns: readonly string[],
): Promise<string | undefined> {
  const names = columns.map(quoteName);
  const estimates = await row(
    connection,
    `SELECT ${each(names, (name) => `approx_count_distinct(${name})`)} FROM ${source}`,
  );
  if (estimates.some((count) => Number(count) > MOST_VALUES)) return undefined;
  const lists = each(names, (name, at) => `list(DISTINCT ${name}) FILTER (${name} IS NOT NULL) AS list${at}`);
  await connection.run(`CREATE TEMP TABLE lists AS SELECT ${lists} FROM ${source}`);
  for (const at of columns.keys()) await connection.run(`SET VARIABLE list${at} = (SELECT list${at} FROM lists)`);
  const sizes = await row(connection, `SELECT ${each(names, (_, at) => `COALESCE(len(list${at}), 0) + 1`)} FROM lists`);
  const factors = sizes.map((_, at) => sizes.slice(0, at).reduce<number>((product, size) => product * Number(size), 1));
  if (factors.at(-1)! * Number(sizes.at(-1)) > MOST_COMBINATIONS) return undefined;
  const places = names.map((name, at) => `COALESCE(list_position(getvariable('list${at}'), ${name}), 0)::BIGINT`);
  const key = places.map((place, at) => `${place} * ${BigInt(factors[at]!)}`).join(' + ');
  const values = names.map(
    (_, at) => `getvariable('list${at}')[(key // ${BigInt(factors[at]!)}) % ${String(sizes[at])}]`,
  );
  const texts = each(values, (value, at) => `COALESCE(${duckText(value)}, '') AS ${names[at]!}`);
  const count = quoteName(countName(columns));
  return `SELECT ${texts}, ${count} FROM (SELECT ${key} AS key, COUNT(*) AS ${count} FROM ${source} GROUP BY key) AS counted`;
}

const each = (items: readonly string[], make: (item: string, at: number) => string): string =>
  items.map(make).join(', ');

const row = async (connection: DuckConnection, statement: string): Promise<unknown[]> =>
  (await connection.runAndReadAll(statement)).getRows()[0]!;
