import type { ActorId, GrantView, Page } from '../api';
import { mspOf } from '../api';
import { refuse } from '../domain/refusal';
import { KEY_TYPE, keys } from './keys';
import { readPage, type Entry, type Paging } from './pages';
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

/** Grants of a patient that are wanted, oldest id first, some at most. A range read: for queries alone. */
export const findGrants = async (
  stub: Stub,
  patient: ActorId,
  most: number,
  isWanted: (grant: GrantView) => boolean,
): Promise<readonly GrantView[]> => {
  const pick = async ({ parts }: Entry): Promise<GrantView | undefined> => {
    const grant = await findGrant(stub, parts[1]!);
    return grant !== undefined && isWanted(grant) ? grant : undefined;
  };
  return (await readPage(stub, KEY_TYPE.given, [patient], { limit: most }, pick)).items;
};

/** Grants by who gave them, or by whom they were given to. A range read: for queries alone. */
export const listGrants = (
  stub: Stub,
  by: 'given' | 'granted',
  whom: string,
  paging: Paging,
): Promise<Page<GrantView>> => readPage(stub, KEY_TYPE[by], [whom], paging, ({ parts }) => findGrant(stub, parts[1]!));
