import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { relative } from 'node:path';
import { AnonymisationError } from '../anonymisation/anonymisation-error';
import { dataSourceOf } from '../anonymisation/data/data-source';
import { openPatients, openTable } from '../anonymisation/data/open-table';
import { columnNames } from '../anonymisation/data/sample-table';
import type { TupleTable } from '../anonymisation/data/tuple-table';
import { keepOneRow } from '../anonymisation/release/keep-one-row';
import type { ReleasePlan } from './release-file';

/**
 * The rows of a plan, one a patient. Columns that are left out are not read.
 * @param key - decides which of a patient's rows is kept
 * @throws AnonymisationError where file and plan do not fit
 */
export async function prepareRows(plan: ReleasePlan, key: Uint8Array): Promise<TupleTable> {
  const { data, scheme, leftOut, severalRows } = plan;
  const known = [...rolesOf(plan), ...leftOut];
  const without = (await columnNames(data)).filter((name) => !known.includes(name));
  if (without.length > 0) {
    throw new AnonymisationError('missing-role', `the data has columns without a role: ${without.join(', ')}`);
  }
  const read = columnsRead(plan);
  if (severalRows === 'keep-one') return keepOneRow(await openTable(data, read), scheme.patient, key);
  return openPatients(data, scheme.patient, read);
}

/** Columns that have a part in the release. */
const rolesOf = ({ scheme: { patient, sensitive }, question }: ReleasePlan): readonly string[] => [
  ...new Set([patient, ...question.columns, ...(sensitive === undefined ? [] : [sensitive.column])]),
];

const columnsRead = (plan: ReleasePlan): readonly string[] =>
  plan.question.mode === 'histogram' ? [plan.scheme.patient, ...plan.question.columns] : rolesOf(plan);

/**
 * SHA-256 of the files of a plan's data; of a table of a database, of the rows that are read. For the steward alone: it
 * would prove a guess at the data.
 */
export async function hashOfData(plan: ReleasePlan): Promise<string> {
  const source = dataSourceOf(plan.data);
  return source.kind === 'files'
    ? hashOfFiles(plan.data, source.data.files)
    : hashOfRows(await openTable(plan.data, columnsRead(plan)));
}

async function hashOfFiles(path: string, files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) {
    if (file !== path) hash.update(`${relative(path, file)}\n`);
    for await (const part of createReadStream(file)) hash.update(part as Buffer);
  }
  return hash.digest('hex');
}

/** The same rows have the same hash, in whatever order a database gives them. */
function hashOfRows({ columns, weights }: TupleTable): string {
  const rows = Array.from(weights, (weight, at) =>
    JSON.stringify([...columns.map(({ values, codes }) => values[codes[at]!]), weight]),
  );
  const hash = createHash('sha256');
  for (const row of rows.sort()) hash.update(`${row}\n`);
  return hash.digest('hex');
}
