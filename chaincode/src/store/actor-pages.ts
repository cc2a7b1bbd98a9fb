import type { ActorView, ListActorsQuery, Page } from '../api';
import { KEY_TYPE } from './keys';
import { parseValue, readPage } from './pages';
import type { Stub } from './stub';

/** One page of the registry. A range read: for queries alone. */
export const listActors = (stub: Stub, query: ListActorsQuery): Promise<Page<ActorView>> =>
  readPage(stub, KEY_TYPE.actor, query.organisation === undefined ? [] : [query.organisation], query, ({ value }) => {
    const actor = parseValue<ActorView>(value);
    return query.role === undefined || actor.role === query.role ? actor : undefined;
  });
