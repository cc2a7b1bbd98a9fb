import type { Page } from '../api';
import { refuseInput } from '../domain/refusal';
import type { Stub } from './stub';

const DEFAULT_LIMIT = 50;
/** Entries looked at for one page: a rare match must not make a query read everything. */
const MOST_READ = 2000;

/** Which page of a range. */
export interface Paging {
  readonly bookmark?: string;
  readonly limit?: number;
}

/** One entry of a range: the attributes of its key after the type, and its value. */
export interface Entry {
  readonly parts: readonly string[];
  readonly value: Buffer;
}

/**
 * One page of the keys of a type that begin with some attributes. A range read: for queries alone.
 * @param pick makes an item of an entry; undefined leaves it out
 */
export async function readPage<Item>(
  stub: Stub,
  type: string,
  within: readonly string[],
  paging: Paging,
  pick: (entry: Entry) => Promise<Item | undefined> | Item | undefined,
): Promise<Page<Item>> {
  const limit = paging.limit ?? DEFAULT_LIMIT;
  const items: Item[] = [];
  let bookmark = paging.bookmark === undefined ? '' : decode(stub, paging.bookmark, type, within);
  let read = 0;
  do {
    const size = limit - items.length;
    const page = await stub.getStateByPartialCompositeKeyWithPagination(type, [...within], size, bookmark);
    for (const entry of await drain(stub, page.iterator)) {
      const item = await pick(entry);
      if (item !== undefined) items.push(item);
    }
    bookmark = bookmarkOf(page);
    read += size;
  } while (bookmark !== '' && items.length < limit && read < MOST_READ);
  return { items, ...(bookmark !== '' && { bookmark: Buffer.from(bookmark).toString('base64url') }) };
}

/** The shim leaves metadata out where the peer's have nothing in them: of an empty page, whatever its types say. */
const bookmarkOf = ({ metadata }: { readonly metadata?: { readonly bookmark: string } }): string =>
  metadata?.bookmark ?? '';

type Iterator = Awaited<ReturnType<Stub['getStateByPartialCompositeKeyWithPagination']>>['iterator'];

async function drain(stub: Stub, iterator: Iterator): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (let step = await iterator.next(); !step.done; step = await iterator.next()) {
    const { key, value } = step.value;
    entries.push({ parts: stub.splitCompositeKey(key).attributes, value: Buffer.from(value) });
  }
  await iterator.close();
  return entries;
}

/** A bookmark is where a range read goes on: one from elsewhere would read other keys. */
function decode(stub: Stub, bookmark: string, type: string, within: readonly string[]): string {
  const key = Buffer.from(bookmark, 'base64url').toString('utf8');
  return key.startsWith(stub.createCompositeKey(type, [...within])) ? key : refuseInput('/bookmark', 'bookmark');
}

/** All values of the keys of a type that begin with some attributes. A range read: for queries alone. */
export async function readAll<Item>(stub: Stub, type: string, within: readonly string[]): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const { value } of stub.getStateByPartialCompositeKey(type, [...within])) {
    items.push(parseValue<Item>(value));
  }
  return items;
}

export const parseValue = <Item>(value: Uint8Array): Item => JSON.parse(Buffer.from(value).toString('utf8')) as Item;
