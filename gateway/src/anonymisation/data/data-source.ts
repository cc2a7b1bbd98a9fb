import { AnonymisationError } from '../anonymisation-error';
import { dataSetAt, type DataSet } from './data-set';

/** Where rows come from: files, or a table of a database. */
export type DataSource =
  | { readonly kind: 'files'; readonly data: DataSet }
  | { readonly kind: 'postgresql'; readonly url: string; readonly table: string };

/** Is it the address of a table, and no path? */
export const isAddress = (given: string): boolean => /^postgres(ql)?:\/\//i.test(given);

/** What may be written down: an address without its password. */
export function withoutPassword(given: string): string {
  const url = isAddress(given) ? URL.parse(given) : null;
  if (url === null) return given;
  url.password = '';
  return url.href;
}

/**
 * Reads what a data steward gives: a path, or `postgresql://USER@HOST/DATABASE?table=SCHEMA.TABLE`.
 * @throws AnonymisationError where there is nothing; it never has the address in it, which may have a password
 */
export function dataSourceOf(given: string): DataSource {
  if (!isAddress(given)) return { kind: 'files', data: dataSetAt(given) };
  const url = URL.parse(given);
  const table = url?.searchParams.get('table');
  if (url === null || table === null || table === undefined || table === '') {
    throw new AnonymisationError('bad-source', 'the address of the database has no table');
  }
  url.searchParams.delete('table');
  return { kind: 'postgresql', url: url.href, table };
}
