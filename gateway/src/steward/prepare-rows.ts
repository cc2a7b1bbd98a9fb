import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { relative } from 'node:path';
import { AnonymisationError } from '../anonymisation/anonymisation-error';
import { dataSetAt } from '../anonymisation/data/data-set';
import { openTable } from '../anonymisation/data/open-table';
import { columnNames } from '../anonymisation/data/sample-table';
import type { TupleTable } from '../anonymisation/data/tuple-table';
import { keepOneRow } from '../anonymisation/release/keep-one-row';
import { requireOneRowEach } from '../anonymisation/release/one-row-each';
import type { ReleasePlan } from './release-file';

/**
 * The rows of a plan, one a patient. Columns that are left out are not read.
 * @param key - decides which of a patient's rows is kept
 * @throws AnonymisationError where file and plan do not fit
 */
export async function prepareRows(plan: ReleasePlan, key: Uint8Array): Promise<TupleTable> {
  const { data, scheme, question, leftOut, severalRows } = plan;
  const sensitive = scheme.sensitive?.column;
  const known = [scheme.patient, ...question.columns, ...(sensitive === undefined ? [] : [sensitive])];
  const without = (await columnNames(data)).filter((name) => !known.includes(name) && !leftOut.includes(name));
  if (without.length > 0) {
    throw new AnonymisationError('missing-role', `the data has columns without a role: ${without.join(', ')}`);
  }
  const read = question.mode === 'histogram' ? known.filter((name) => name !== sensitive) : known;
  const table = await openTable(data, [...new Set(read)]);
  if (severalRows === 'keep-one') return keepOneRow(table, scheme.patient, key);
  requireOneRowEach(table, scheme.patient);
  return table;
}

/** SHA-256 of a file, or of all files of a folder. For the steward alone: it would prove a guess at the data. */
export async function hashOfData(path: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of dataSetAt(path).files) {
    if (file !== path) hash.update(`${relative(path, file)}\n`);
    for await (const part of createReadStream(file)) hash.update(part as Buffer);
  }
  return hash.digest('hex');
}
