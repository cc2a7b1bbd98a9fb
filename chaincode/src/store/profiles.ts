import { mspOf, type ActorId, type PatientProfileView, type ProfessionalProfileView } from '../api';
import { keys } from './keys';
import { readState, requireSigners, writeState } from './state';
import type { Stub } from './stub';

type Profile = PatientProfileView | ProfessionalProfileView;

export const findProfile = <P extends Profile>(stub: Stub, actor: ActorId): Promise<P | undefined> =>
  readState<P>(stub, keys.profile(stub, actor));

/** An organisation signs for its own people. */
export async function saveProfile(stub: Stub, actor: ActorId, profile: Profile): Promise<void> {
  const key = keys.profile(stub, actor);
  await writeState(stub, key, profile);
  if (profile.version === 1) await requireSigners(stub, key, mspOf(actor));
}
