import {
  ALL_CASES,
  RESEARCHERS,
  type GiveCommand,
  type GrantView,
  type GrantsQuery,
  type Page,
  type RevokeCommand,
} from '../../api';
import type { Actor } from '../../domain/actor';
import { checkClock } from '../../domain/admission';
import { RECORD_ROLES } from '../../domain/access-matrix';
import { give, isGrantee, revoke } from '../../domain/consent';
import { organisationOf } from '../../domain/encryption-key';
import { refuse } from '../../domain/refusal';
import { PATIENT_INPUT } from '../../domain/validation/patient-input';
import { requireKept } from '../../store/case-erasures';
import { readCase } from '../../store/cases';
import { addGrant, findGrant, listGrants, readGrant, saveGrant } from '../../store/grants';
import { proveSubject } from '../../store/record-transient';
import type { Outcome, Query, Transaction } from '../invocation';

const grantOutcome = (grant: GrantView): Outcome => ({
  result: grant,
  event: {
    subject: grant.id,
    to: grant.status,
    version: grant.status === 'active' ? 1 : 2,
    parties: [
      ...new Set([grant.patient, ...(grant.grantee === RESEARCHERS ? [] : [grant.grantee])].map(organisationOf)),
    ],
  },
});

/** For one case the patient proves that it is theirs; for all cases the one who reads does, case by case. */
export const giveTransaction: Transaction<GiveCommand> = {
  contract: 'patient',
  name: 'Give',
  form: PATIENT_INPUT.Give,
  roles: ['patient'],
  async run({ stub, command, caller, now }) {
    const grant = give(command, caller, now);
    if (grant.cases !== ALL_CASES) {
      proveSubject(stub, await readCase(stub, grant.cases), caller.id);
      await requireKept(stub, grant.cases, grant.sections);
    }
    if ((await findGrant(stub, grant.id)) !== undefined) refuse('CASE_EXISTS');
    await addGrant(stub, grant);
    return grantOutcome(grant);
  },
};

export const revokeTransaction: Transaction<RevokeCommand> = {
  contract: 'patient',
  name: 'Revoke',
  form: PATIENT_INPUT.Revoke,
  roles: ['patient'],
  async run({ stub, command, caller, now }) {
    const grant = await readGrant(stub, command.id);
    const revoked = revoke(grant, caller, now);
    checkClock(grant, now);
    await saveGrant(stub, revoked);
    return grantOutcome(revoked);
  },
};

const granteeOf: Readonly<Record<NonNullable<GrantsQuery['to']>, (caller: Actor) => string>> = {
  person: ({ id }) => id,
  organisation: ({ mspId }) => mspId,
  [RESEARCHERS]: () => RESEARCHERS,
};

/**
 * A patient sees what they gave, or were given by others; the others what they or their organisation were given, and
 * who lets researchers in: a steward counts no others.
 */
export const grantsQuery: Query<GrantsQuery> = {
  form: PATIENT_INPUT.Grants,
  roles: [...RECORD_ROLES, 'steward'],
  run: ({ stub, query, caller }): Promise<Page<GrantView>> => {
    const { to } = query;
    if (caller.role === 'patient') {
      if (to === undefined) return listGrants(stub, 'given', caller.id, query);
      if (to !== 'person') return refuse('ACCESS_RELATION');
    }
    return listGrants(stub, 'granted', granteeOf[to ?? 'person'](caller), query);
  },
};

export const grantQuery: Query<{ id: string }> = {
  form: PATIENT_INPUT.Grant,
  roles: RECORD_ROLES,
  async run({ stub, query, caller }): Promise<GrantView> {
    const grant = await readGrant(stub, query.id);
    const isParty = grant.patient === caller.id || isGrantee(grant, caller) || grant.grantee === RESEARCHERS;
    return isParty ? grant : refuse('CONSENT_NOT_FOUND');
  },
};
