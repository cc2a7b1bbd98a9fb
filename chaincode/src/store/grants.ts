import type { GrantView, Page } from '../api';
import { mspOf } from '../api';
import { refuse } from '../domain/refusal';
import { KEY_TYPE, keys } from './keys';
import { readPage, type Paging } from './pages';
import { readState, requireSigners, writeState } from './state';
import type { Stub } from './stub';

export const findGrant = (stub: Stub, id: string): Promise<GrantView | undefined> =>
  readState<GrantView>(stub, keys.grant(stub, id));

/** @throws Refusal CONSENT_NOT_FOUND */
export const readGrant = async (stub: Stub, id: string): Promise<GrantView> =>
  (await findGrant(stub, id)) ?? refuse('CONSENT_NOT_FOUND');

/** A new grant, found by its id, by the patient and by the grantee. The patient's organisation signs for it. */
export async function addGrant(stub: Stub, grant: GrantView): Promise<void> {
  await saveGrant(stub, grant);
  await requireSigners(stub, keys.grant(stub, grant.id), mspOf(grant.patient));
  await writeState(stub, keys.given(stub, grant.patient, grant.id), {});
  await writeState(stub, keys.granted(stub, grant.grantee, grant.id), {});
}

export const saveGrant = (stub: Stub, grant: GrantView): Promise<void> =>
  writeState(stub, keys.grant(stub, grant.id), grant);

/** Grants by who gave them, or by whom they were given to. A range read: for queries alone. */
export const listGrants = (
  stub: Stub,
  by: 'given' | 'granted',
  whom: string,
  paging: Paging,
): Promise<Page<GrantView>> => readPage(stub, KEY_TYPE[by], [whom], paging, ({ parts }) => findGrant(stub, parts[1]!));
