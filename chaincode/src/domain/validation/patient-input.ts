import {
  ALL_CASES,
  GRANT_PURPOSES,
  GRANTED_TO,
  KEY_USES,
  RESEARCHERS,
  type GiveCommand,
  type GrantsQuery,
  type KeysQuery,
  type RegisterKeyCommand,
  type RetireKeyCommand,
  type RevokeCommand,
  type SetPatientProfileCommand,
} from '../../api';
import { publicJwk } from './envelope-input';
import { actorId, commandId, digest, instant, mspId, paging, recordId, sections } from './fields';
import { either, matching, oneOf, optional, record, whole } from './schema';

const owner = either(actorId, mspId);
const keyVersion = whole(1, 999_999);

/** Forms of what `patient` is given. */
export const PATIENT_INPUT = {
  SetProfile: record<SetPatientProfileCommand>({ commandId, version: whole(1, 1_000_000), commitment: digest }),
  RegisterKey: record<RegisterKeyCommand>({
    commandId,
    owner,
    use: oneOf(KEY_USES),
    version: keyVersion,
    jwk: publicJwk,
    proof: matching('^[A-Za-z0-9_-]{86}$', 'signature'),
  }),
  RetireKey: record<RetireKeyCommand>({
    commandId,
    owner,
    use: oneOf(KEY_USES),
    version: keyVersion,
    status: oneOf(['retired', 'lost']),
  }),
  Give: record<GiveCommand>({
    commandId,
    id: recordId,
    grantee: either(either(oneOf([RESEARCHERS]), actorId), mspId),
    purpose: oneOf(GRANT_PURPOSES),
    cases: either(oneOf([ALL_CASES]), recordId),
    sections,
    right: oneOf(['read', 'write']),
    from: optional(instant),
    until: instant,
  }),
  Revoke: record<RevokeCommand>({ commandId, id: recordId }),
  Keys: record<KeysQuery>({ owner }),
  Grants: record<GrantsQuery>({ to: optional(oneOf(GRANTED_TO)), ...paging }),
  Grant: record<{ id: string }>({ id: recordId }),
  nothing: record<object>({}),
} as const;
