import type { DuckConnection } from '@rxledger/gateway/dist/anonymisation/data/duckdb';
import { ADULT_COLUMNS } from '@rxledger/gateway/dist/anonymisation/paper/adult-file';
import { AGES, COUNTRIES, MARRIAGES, PROFILES, RACES, type Profile, type Weights } from './made-people';

/** Places of a table that is drawn from by some bits of a hash: weights come out to one part in so many. */
const PLACES = 4096;
const PERSONS = 8192;

/**
 * Makes rows: person, age and country of row i are drawn by bits of one hash of seed and i, the rest belongs to the
 * person. The same seed gives the same rows, however many are made and in whatever order they are written.
 */
export async function preparePeople(connection: DuckConnection, seed: number): Promise<(rows: number) => string> {
  await makeTable(
    connection,
    'ages',
    ['age'],
    spread(AGES, PLACES).map((value) => [value]),
  );
  await makeTable(
    connection,
    'countries',
    ['native-country'],
    spread(COUNTRIES, PLACES).map((value) => [value]),
  );
  await makeTable(connection, 'persons', PERSON_COLUMNS, drawPersons(seed));
  const columns = ADULT_COLUMNS.map((name) => `"${name}"`).join(', ');
  return (rows) =>
    `SELECT ${columns} FROM (SELECT hash(i + ${seed * 1_000_000_007}) AS h FROM range(${rows}) AS rows(i)) AS drawn ` +
    `JOIN persons ON persons.place = (h & ${PERSONS - 1})::INTEGER ` +
    `JOIN ages ON ages.place = ((h >> 20) & ${PLACES - 1})::INTEGER ` +
    `JOIN countries ON countries.place = ((h >> 40) & ${PLACES - 1})::INTEGER`;
}

const PERSON_COLUMNS = ['sex', 'race', 'marital-status', 'education', 'workclass', 'occupation', 'salary-class'];

/** A table whose rows are found by their place. Its columns are enumerations: a fourth of the work of text. */
async function makeTable(
  connection: DuckConnection,
  table: string,
  names: readonly string[],
  rows: readonly (readonly string[])[],
): Promise<void> {
  const values = rows.map((row, place) => `(${place}, ${row.map((value) => `'${value}'`).join(', ')})`).join(', ');
  const columns = names.map((name) => `"${name}"`);
  await connection.run(
    `CREATE TABLE ${table} AS SELECT * FROM (VALUES ${values}) AS made(place, ${columns.join(', ')})`,
  );
  for (const [at, column] of columns.entries()) {
    const type = `${table}_${at}`;
    await connection.run(`CREATE TYPE ${type} AS ENUM (SELECT DISTINCT ${column} FROM ${table} ORDER BY 1)`);
    await connection.run(`ALTER TABLE ${table} ALTER ${column} TYPE ${type}`);
  }
}

function drawPersons(seed: number): string[][] {
  const draw = generator(seed);
  const pick = pickerOf(draw);
  const profiles = spread(Object.fromEntries(PROFILES.map(({ weight }, at) => [at, weight])), PLACES);
  return Array.from({ length: PERSONS }, () =>
    valuesOf(PROFILES[Number(profiles[Math.floor(draw() * PLACES)])]!, pick),
  );
}

const valuesOf = ({ education, occupation, workclass, men, rich }: Profile, pick: (weights: Weights) => string) => [
  pick({ Male: men, Female: 1000 - men }),
  pick(RACES),
  pick(MARRIAGES),
  pick(education),
  pick(workclass),
  pick(occupation),
  pick({ '>50K': rich, '<=50K': 1000 - rich }),
];

function pickerOf(draw: () => number): (weights: Weights) => string {
  return (weights) => {
    let left = draw() * Object.values(weights).reduce((sum, weight) => sum + weight, 0);
    return Object.keys(weights).find((value) => (left -= weights[value]!) < 0)!;
  };
}

/** As many values as there are places, each as often as its weight says. */
function spread(weights: Weights, places: number): string[] {
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  return Object.entries(weights).flatMap(([value, weight]) => {
    const from = Math.round((sum / total) * places);
    sum += weight;
    return new Array<string>(Math.round((sum / total) * places) - from).fill(value);
  });
}

/** Mulberry32: numbers from 0 up to 1 that a seed determines. Good enough to make data, and for nothing else. */
function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
