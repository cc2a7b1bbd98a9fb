import {
  ORGANISATION_KINDS,
  PATTERNS,
  ROLES,
  type ActorStatusCommand,
  type FoundCommand,
  type ListActorsQuery,
  type ListPublicCasesQuery,
  type MemberView,
  type PolicyParameters,
  type RegisterActorCommand,
  type SetPolicyCommand,
} from '../../api';
import { actorId, commandId, enrolmentId, icd10Prefix, mspId, paging, version } from './fields';
import { either, list, matching, oneOf, optional, record, text, whole } from './schema';

const scope = list(either(oneOf(['*']), matching(PATTERNS.atc, 'atc')), 1, 200);

const retention = whole(0, 36_530);

const parameters = record<Partial<PolicyParameters>>({
  maximumLines: optional(whole(1, 50)),
  maximumValidityDays: optional(whole(1, 3653)),
  // Fabric accepts a client's clock 15 minutes either side, so a shorter lease would mean nothing.
  reviewLeaseMinutes: optional(whole(30, 1440)),
  redemptionLeaseHours: optional(whole(1, 720)),
  withdrawHours: optional(whole(1, 720)),
  retentionDays: optional(retention),
  hospitalScope: optional(oneOf(['treating', 'all'])),
  receiptMinutes: optional(whole(1, 1440)),
  emergencyHours: optional(whole(1, 24)),
  sectionRetentionDays: optional(
    record<PolicyParameters['sectionRetentionDays']>({
      base: retention,
      examination: retention,
      treatment: retention,
      cost: retention,
    }),
  ),
});

const member = record<MemberView>({ mspId, kind: oneOf(ORGANISATION_KINDS), displayName: text(100) });

/** Forms of what `misbc` is given. */
export const REGISTRY_INPUT = {
  Found: record<FoundCommand>({ commandId, members: list(member, 2, 100), policy: optional(parameters) }),
  Register: record<RegisterActorCommand>({
    commandId,
    enrolmentId,
    role: oneOf(ROLES),
    speciality: optional(text(100)),
    scope: optional(scope),
  }),
  actorStatus: record<ActorStatusCommand>({ commandId, actor: actorId, expectedVersion: version }),
  SetPolicy: record<SetPolicyCommand>({ commandId, parameters, expectedVersion: version }),
  Lookup: record<{ actor: string }>({ actor: actorId }),
  ListActors: record<ListActorsQuery>({
    role: optional(oneOf(ROLES)),
    organisation: optional(mspId),
    ...paging,
  }),
  ListPublicCases: record<ListPublicCasesQuery>({ condition: optional(icd10Prefix), ...paging }),
  nothing: record<object>({}),
} as const;
