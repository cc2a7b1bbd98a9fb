const REMEDIES = {
  'empty-data': 'give a file with a header line and at least one row',
  'missing-column': 'name a column of the data',
  'bad-csv': 'write the file as UTF-8 CSV, fields with quotes or delimiters in quotes',
  'hierarchy-ragged': 'give every row of the hierarchy as many columns as the first',
  'hierarchy-duplicate': 'give every value one row',
  'hierarchy-not-monotone': 'values that are one at a level must stay one at every level above it',
  'hierarchy-top': 'end every row in the same value, such as *',
  'hierarchy-missing-value': 'add the values to the hierarchy, or correct the data',
  'hierarchy-definition': 'correct the definition of the hierarchy',
  'level-range': 'give levels the hierarchy has',
  'bad-k': 'give a whole number, at least 2',
  'k-over-rows': 'give a smaller k, or more data',
  'bad-suppression': 'give a part of the rows from 0 to 1, such as 0.02',
  'bad-weight': 'give weights of more than 0, one for each quasi-identifier',
  'bad-condition': 'correct the condition',
  'bad-epsilon': 'give a decimal of more than 0 with at most six digits after the point, such as 0.5',
  'bad-delta':
    'give a decimal of more than 0 and less than 0.001 with at most twelve digits after the point, such as 0.000001',
  'no-quasi-identifier': 'name at least one quasi-identifier',
  'no-solution': 'allow more suppression, or more general levels',
  'lattice-too-large': 'take fewer quasi-identifiers, or bound their levels',
  'too-large': 'group the data by a database first, or raise the bound',
  'past-memory': 'allow more memory, or take fewer columns or coarser values',
  'bad-memory': 'give a size such as 512MB or 2GB, at least 256MB',
  'unreadable-column': 'make it text, numbers, dates or Booleans',
  'bad-source': 'name a table: postgresql://USER@HOST/DATABASE?table=SCHEMA.TABLE',
  'scheme-required': 'fix one level for each quasi-identifier before the data is read',
  'sensitive-is-quasi-identifier': 'a column is either a quasi-identifier or sensitive',
  'several-rows-a-patient': 'keep one row for each patient',
  'missing-patient': 'name the column that tells patients apart; where every row is another patient, number the rows',
  'missing-role': 'give every column of the data a role: quasi-identifier, sensitive or left-out',
  'bad-release-file': 'correct the file; docs/anonymisation/reference.md has its fields',
  'other-scheme': 'take the release file whose scheme was registered, or register a data set for this one',
  'other-release': 'take another folder, and count both releases: their epsilons add up',
  altered: 'do not use it',
  'bad-bins': 'give bins that are known without the data',
  'needs-duckdb': 'install the optional package @duckdb/node-api, or give the data as CSV',
  'needs-pg': 'install the optional package pg, or give the data as a file',
  'unreadable-table': 'check the address, and the password: one that is not in the address comes from PGPASSWORD',
  unreadable: 'check the path, and that the file can be read',
  unwritable: 'make room on the disk, or make the folder writable',
} as const;

export type AnonymisationFault = keyof typeof REMEDIES;

/**
 * A fault in what was given to the engine. For the data steward alone: the message may name values of the data, and must
 * reach neither a log nor a researcher.
 */
export class AnonymisationError extends Error {
  constructor(
    readonly code: AnonymisationFault,
    /** What is wrong, without what to do about it. */
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${reason}; ${REMEDIES[code]}`, options);
    this.name = 'AnonymisationError';
  }
}

/** The first ten of some values, as a message names them. */
export const nameSome = (values: readonly string[]): string =>
  values
    .slice(0, 10)
    .map((value) => JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value))
    .join(', ') + (values.length > 10 ? ` and ${values.length - 10} more` : '');
