import {
  ROLES,
  type ActorQuery,
  type DirectoryEntry,
  type DirectoryQuery,
  type Page,
  type ProfessionalProfileView,
  type SetProfessionalProfileCommand,
} from '../../api';
import { checkClock } from '../../domain/admission';
import { refuse } from '../../domain/refusal';
import { PROFILE_INPUT } from '../../domain/validation/profile-input';
import { listActors } from '../../store/actor-pages';
import { findProfile, saveProfile } from '../../store/profiles';
import { findActor } from '../../store/registry';
import type { Query, Transaction } from '../invocation';

export type Profession = 'physician' | 'researcher';

/** What a physician or a researcher tells everybody of their work. */
export const setProfile = (profession: Profession): Transaction<SetProfessionalProfileCommand> => ({
  contract: profession,
  name: 'SetProfile',
  form: PROFILE_INPUT.SetProfile,
  roles: [profession],
  async run({ stub, command, caller, now }) {
    const before = await findProfile<ProfessionalProfileView>(stub, caller.id);
    if (before !== undefined) checkClock(before, now);
    const version = (before?.version ?? 0) + 1;
    const view: ProfessionalProfileView = { actor: caller.id, profile: command.profile, version, updatedAt: now };
    await saveProfile(stub, caller.id, view);
    return { result: view, event: { subject: caller.id, to: 'set', version, parties: [caller.mspId] } };
  },
});

export const profile = (profession: Profession): Query<ActorQuery> => ({
  form: PROFILE_INPUT.Profile,
  roles: ROLES,
  async run({ stub, query }): Promise<ProfessionalProfileView> {
    const actor = await findActor(stub, query.actor);
    if (actor?.role !== profession) return refuse('PROFILE_NOT_FOUND');
    return (await findProfile<ProfessionalProfileView>(stub, query.actor)) ?? refuse('PROFILE_NOT_FOUND');
  },
});

/** The registry's entries of a profession, status included, with their profiles. */
export const directory = (profession: Profession): Query<DirectoryQuery> => ({
  form: PROFILE_INPUT.Directory,
  roles: ROLES,
  async run({ stub, query }): Promise<Page<DirectoryEntry>> {
    const page = await listActors(stub, { ...query, role: profession });
    const items: DirectoryEntry[] = [];
    for (const actor of page.items) {
      const kept = await findProfile<ProfessionalProfileView>(stub, actor.id);
      items.push({ ...actor, ...(kept !== undefined && { profile: kept.profile }) });
    }
    return { ...page, items };
  },
});
