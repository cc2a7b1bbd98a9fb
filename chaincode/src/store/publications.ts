import type { CaseView, Page, PublicCaseView } from '../api';
import { KEY_TYPE, keys } from './keys';
import { parseValue, readPage, type Paging } from './pages';
import { readState, requireSigners, writeState } from './state';
import type { Stub } from './stub';

/** Where the entry of a published case stands in the index. */
interface Publication {
  readonly at: number;
}

const findPublication = (stub: Stub, id: string): Promise<Publication | undefined> =>
  readState<Publication>(stub, keys.publication(stub, id));

export const isPublished = async (stub: Stub, id: string): Promise<boolean> =>
  (await findPublication(stub, id)) !== undefined;

/** The index, newest first, holds the entries themselves: a page is one range read, however many there are. */
export async function publish(stub: Stub, { id, hospital }: CaseView, entry: PublicCaseView): Promise<void> {
  const places = { [keys.publication(stub, id)]: { at: entry.at }, [keys.published(stub, entry.at, id)]: entry };
  for (const [key, value] of Object.entries(places)) {
    await writeState(stub, key, value);
    await requireSigners(stub, key, hospital);
  }
}

/** Takes a case off the index. @returns whether it was on it */
export async function withdraw(stub: Stub, id: string): Promise<boolean> {
  const publication = await findPublication(stub, id);
  if (publication === undefined) return false;
  await stub.deleteState(keys.publication(stub, id));
  await stub.deleteState(keys.published(stub, publication.at, id));
  return true;
}

/** A range read: for queries alone. */
export const listPublications = (
  stub: Stub,
  paging: Paging,
  isWanted: (entry: PublicCaseView) => Promise<boolean>,
): Promise<Page<PublicCaseView>> =>
  readPage(stub, KEY_TYPE.published, [], paging, async ({ value }) => {
    const entry = parseValue<PublicCaseView>(value);
    return (await isWanted(entry)) ? entry : undefined;
  });
