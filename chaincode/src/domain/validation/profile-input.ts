import type { ActorQuery, DirectoryQuery, ProfessionalProfile, SetProfessionalProfileCommand } from '../../api';
import { actorId, commandId, mspId, paging } from './fields';
import { list, matching, optional, record, text } from './schema';

/** Forms of what `physician` and `researcher` are given. */
export const PROFILE_INPUT = {
  SetProfile: record<SetProfessionalProfileCommand>({
    commandId,
    profile: record<ProfessionalProfile>({
      displayName: text(100),
      field: optional(text(100)),
      languages: optional(list(matching('^[a-z]{2,3}(-[A-Z]{2})?$', 'language'), 0, 20)),
      note: optional(text(1000)),
    }),
  }),
  Profile: record<ActorQuery>({ actor: actorId }),
  Directory: record<DirectoryQuery>({ organisation: optional(mspId), ...paging }),
} as const;
