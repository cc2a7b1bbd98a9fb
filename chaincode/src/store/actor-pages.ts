import type { ActorView, ListActorsQuery, Page } from '../api';
import { refuseInput } from '../domain/refusal';
import { KEY_TYPE } from './keys';
import type { Stub } from './stub';

const DEFAULT_LIMIT = 50;
/** Entries looked at for one page: a rare role must not make a query read the whole registry. */
const MOST_READ = 2000;

/** One page of the registry. A range read: for queries alone. */
export async function listActors(stub: Stub, query: ListActorsQuery): Promise<Page<ActorView>> {
  const limit = query.limit ?? DEFAULT_LIMIT;
  const within = query.organisation === undefined ? [] : [query.organisation];
  const items: ActorView[] = [];
  let bookmark = query.bookmark === undefined ? '' : decode(stub, query.bookmark, within);
  let read = 0;
  do {
    const size = limit - items.length;
    const page = await stub.getStateByPartialCompositeKeyWithPagination(KEY_TYPE.actor, within, size, bookmark);
    items.push(...(await drain(page.iterator)).filter(({ role }) => query.role === undefined || role === query.role));
    bookmark = page.metadata.bookmark;
    read += size;
  } while (bookmark !== '' && items.length < limit && read < MOST_READ);
  return { items, ...(bookmark !== '' && { bookmark: Buffer.from(bookmark).toString('base64url') }) };
}

type Iterator = Awaited<ReturnType<Stub['getStateByPartialCompositeKeyWithPagination']>>['iterator'];

async function drain(iterator: Iterator): Promise<ActorView[]> {
  const actors: ActorView[] = [];
  for (let step = await iterator.next(); !step.done; step = await iterator.next()) {
    actors.push(JSON.parse(Buffer.from(step.value.value).toString('utf8')) as ActorView);
  }
  await iterator.close();
  return actors;
}

/** A bookmark is where a range read goes on: one from elsewhere would read other keys. */
function decode(stub: Stub, bookmark: string, within: readonly string[]): string {
  const key = Buffer.from(bookmark, 'base64url').toString('utf8');
  const isWithin = key.startsWith(stub.createCompositeKey(KEY_TYPE.actor, [...within]));
  return isWithin ? key : refuseInput('/bookmark', 'bookmark');
}
