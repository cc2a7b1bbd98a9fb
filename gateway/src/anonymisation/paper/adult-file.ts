import { createHash } from 'node:crypto';
import { AnonymisationError } from '../anonymisation-error';
import { readCsv } from '../data/read-csv';
import { encodeRows, type TupleTable } from '../data/tuple-table';

/** Where UCI keeps the training part of ADULT, and what it must be. CC BY 4.0, Becker and Kohavi 1996. */
export const UCI_ADULT = {
  address: 'https://archive.ics.uci.edu/ml/machine-learning-databases/adult/adult.data',
  sha256: '5b00264637dbfec36bdeaab5676b0b309ff9eb788d63554ca0a249491c86603d',
} as const;

/** The nine attributes of the paper's experiment. */
export const ADULT_COLUMNS = [
  'sex',
  'age',
  'race',
  'marital-status',
  'education',
  'native-country',
  'workclass',
  'occupation',
  'salary-class',
] as const;

/** Columns of UCI's file, which has no header. */
const UCI_COLUMNS = [
  'age',
  'workclass',
  'fnlwgt',
  'education',
  'education-num',
  'marital-status',
  'occupation',
  'relationship',
  'race',
  'sex',
  'capital-gain',
  'capital-loss',
  'hours-per-week',
  'native-country',
  'salary-class',
];

/** Complete rows there are: as many as the paper names. */
const COMPLETE_ROWS = 30_162;

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Reads ADULT: UCI's `adult.data`, of which the rows with a missing value are left out, or a CSV file with a header.
 * @throws AnonymisationError for a file that is neither, or has not the rows of the paper
 */
export function readAdultFile(bytes: Uint8Array): TupleTable {
  const start = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const table = /^\d+, /.test(start) ? readUci(bytes) : readCsv(bytes, { columns: ADULT_COLUMNS });
  if (table.rows !== COMPLETE_ROWS) {
    throw new AnonymisationError('empty-data', `ADULT has ${COMPLETE_ROWS} complete rows, this file ${table.rows}`);
  }
  return table;
}

function readUci(bytes: Uint8Array): TupleTable {
  const positions = ADULT_COLUMNS.map((name) => UCI_COLUMNS.indexOf(name));
  const rows = Buffer.from(bytes)
    .toString('latin1')
    .split('\n')
    .map((line) => line.trim().split(', '))
    .filter((fields) => fields.length === UCI_COLUMNS.length && !fields.includes('?'))
    .map((fields) => positions.map((position) => fields[position]!));
  return encodeRows(ADULT_COLUMNS, rows);
}
