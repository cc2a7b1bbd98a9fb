/**
 * The statement that counts distinct tuples (step 3 of the paper): any engine that speaks SQL and holds the data can do
 * it, and the counts of partitions add up. A row of the result is the texts of the columns, then the number of rows; no
 * value is the empty text, as in CSV.
 * @param source - table, or what stands for one
 * @param textOf - how the engine makes text of a column whose quoted name is given
 */
export function groupingStatement(source: string, columns: readonly string[], textOf: TextOf = castText): string {
  const names = columns.map(quoteName).join(', ');
  const count = quoteName(countName(columns));
  // The values as they are make the groups; text is made of the few that are left.
  return `SELECT ${textsOf(columns, textOf)}, ${count} FROM (SELECT ${names}, COUNT(*) AS ${count} FROM ${source} GROUP BY ${names}) AS counted`;
}

/** How an engine makes text of a column whose quoted name is given. */
export type TextOf = (name: string) => string;

export const castText: TextOf = (name) => `CAST(${name} AS VARCHAR)`;

/** The texts of columns, as they stand behind SELECT: no value is the empty text, as in CSV. */
export const textsOf = (columns: readonly string[], textOf: TextOf): string =>
  columns
    .map(quoteName)
    .map((name) => `COALESCE(${textOf(name)}, '') AS ${name}`)
    .join(', ');

/** The statement that counts the patients who have several rows, and all rows. */
export const severalStatement = (source: string, patient: string): string =>
  `SELECT COUNT(CASE WHEN several > 1 THEN 1 END), COALESCE(SUM(several), 0) FROM (SELECT COUNT(*) AS several FROM ${source} GROUP BY ${quoteName(patient)}) AS patients`;

/** What the number of rows is called: a name that no column has. */
export function countName(columns: readonly string[]): string {
  let name = 'number of rows';
  while (columns.includes(name)) name += '_';
  return name;
}

export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
