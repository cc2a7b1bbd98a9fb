import { Problem } from '../http/problem';

/** A place in a list as an opaque word for addresses; `list` keeps one list's cursors from being given to another. */
export const cursorOf = (list: string, place: number): string =>
  Buffer.from(`${list}:${place}`, 'utf8').toString('base64url');

/**
 * The place a cursor stands for.
 * @throws Problem INPUT_INVALID for one that this list did not give out
 */
export function placeOf(list: string, cursor: string): number {
  const [of, place = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(':');
  if (of === list && /^[0-9]{1,15}$/.test(place) && cursorOf(list, Number(place)) === cursor) return Number(place);
  throw new Problem('INPUT_INVALID', { faults: [{ path: '/query/cursor', rule: 'cursor' }] });
}
