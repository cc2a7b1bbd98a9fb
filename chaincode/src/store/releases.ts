import type { Page, ReleaseStatus, ReleaseView } from '../api';
import { refuse } from '../domain/refusal';
import { KEY_TYPE, keys } from './keys';
import { readPage, type Paging } from './pages';
import { readState, writeState } from './state';
import type { Stub } from './stub';

export const findRelease = (stub: Stub, id: string): Promise<ReleaseView | undefined> =>
  readState<ReleaseView>(stub, keys.release(stub, id));

/** @throws Refusal RELEASE_NOT_FOUND */
export const readRelease = async (stub: Stub, id: string): Promise<ReleaseView> =>
  (await findRelease(stub, id)) ?? refuse('RELEASE_NOT_FOUND');

/** Two organisations sign for every change: a release's key falls under the chaincode's policy. */
export const saveRelease = (stub: Stub, release: ReleaseView): Promise<void> =>
  writeState(stub, keys.release(stub, release.id), release);

/** A new release, found by its id and among those of its data set. */
export async function addRelease(stub: Stub, release: ReleaseView): Promise<void> {
  await saveRelease(stub, release);
  await writeState(stub, keys.releases(stub, release.dataset, release.requestedAt, release.id), {});
}

/** A range read: for queries alone. */
export const listReleases = (
  stub: Stub,
  { dataset, status, ...paging }: Paging & { readonly dataset?: string; readonly status?: ReleaseStatus },
): Promise<Page<ReleaseView>> =>
  readPage(stub, KEY_TYPE.releases, dataset === undefined ? [] : [dataset], paging, async ({ parts }) => {
    const release = await findRelease(stub, parts[2]!);
    return status === undefined || release?.status === status ? release : undefined;
  });
