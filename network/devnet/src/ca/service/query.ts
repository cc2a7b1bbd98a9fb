import { CA_CODE, CaError } from '../ca-error';
import { readBoolean } from './attributes';

/** A query parameter that says yes or no; absent says no. @throws CaError where it says something else. */
export function queryFlag(query: URLSearchParams, name: string): boolean {
  const text = query.get(name) ?? '';
  const value = text === '' ? false : readBoolean(text.toLowerCase());
  if (value !== undefined) return value;
  const message = `Failed to correctly parse value of '${name}' query parameter: it is not a boolean`;
  throw new CaError(400, CA_CODE.removeAffiliation, message);
}
