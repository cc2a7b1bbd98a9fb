import type {
  BreakGlassCommand,
  EmergenciesQuery,
  EmergencyQuery,
  EmergencyView,
  EmergencyWrap,
  Envelope,
  Page,
  ReasonView,
  ReleaseKeysCommand,
  ReviewEmergencyCommand,
} from '../../api';
import { ROLES, ownerOfKey, keyId } from '../../api';
import { checkBasis, subjectOf } from '../../domain/access-matrix';
import { checkClock } from '../../domain/admission';
import { breakGlass, checkCustodian, checkReleased, checkReviewer, review } from '../../domain/emergency';
import { refuse } from '../../domain/refusal';
import { CASE_INPUT, CASE_QUERY } from '../../domain/validation/case-input';
import { requireKept } from '../../store/case-erasures';
import { findSection, readCase } from '../../store/cases';
import {
  addEmergency,
  addReview,
  findEmergency,
  findReview,
  listEmergencies,
  listUnreviewed,
  readEmergency,
  withReview,
} from '../../store/emergencies';
import { readKeyOf } from '../../store/encryption-keys';
import { keepReleased, readWraps } from '../../store/envelopes';
import { privateKeys } from '../../store/keys';
import { keepPrivate, readPrivate } from '../../store/private-data';
import { readEmergencyWraps, readEnvelope } from '../../store/record-transient';
import { readPolicy, requireMember } from '../../store/registry';
import type { Query, Transaction } from '../invocation';
import { CASE, caseOutcome } from './outcome';

/** Committed before anything is shown, without the patient and without the treating physician. */
export const breakGlassTransaction: Transaction<BreakGlassCommand> = {
  contract: CASE,
  name: 'BreakGlass',
  form: CASE_INPUT.BreakGlass,
  roles: ['physician', 'reviewer', 'dispenser'],
  async run({ stub, command, caller, now }) {
    const head = await readCase(stub, command.case);
    checkBasis('read', 'emergency', subjectOf(caller.role, (await requireMember(stub, caller.mspId)).kind));
    const { parameters } = await readPolicy(stub);
    const emergency = breakGlass(command, head, caller, parameters, now);
    await requireKept(stub, head.id, emergency.sections);
    const key = await readKeyOf(stub, command.key);
    if (key.status !== 'active' || key.use !== 'encryption') refuse('KEY_STATUS', { status: key.status });
    if ((await findEmergency(stub, head.id, emergency.id)) !== undefined) refuse('CASE_EXISTS');
    const { sealed, recipients } = readEnvelope(stub, command.commitment, { purpose: 'reason', subject: command.id });
    const reason: Envelope = { ...sealed.content, recipients };
    const where = privateKeys.emergencyReason(stub, head.id, emergency.id);
    await keepPrivate(stub, [head.hospital], where, { content: reason, salt: sealed.salt });
    await addEmergency(stub, emergency);
    return caseOutcome(head, caller, 'emergency', emergency, { commitment: command.commitment });
  },
};

/** Its other half: who keeps an emergency key adds wraps for who opened. */
export const releaseKeysTransaction: Transaction<ReleaseKeysCommand> = {
  contract: CASE,
  name: 'ReleaseKeys',
  form: CASE_INPUT.ReleaseKeys,
  roles: ['custodian'],
  async run({ stub, command, caller, now }) {
    const head = await readCase(stub, command.case);
    const emergency = await readEmergency(stub, head.id, command.emergency);
    checkCustodian(emergency, caller, now);
    await requireKept(stub, head.id, emergency.sections);
    const wraps = readEmergencyWraps(stub);
    checkReleased(emergency, wraps);
    await keepReleased(stub, head.hospital, head.id, emergency.id, wraps);
    return caseOutcome(head, caller, 'released', { emergency: emergency.id, wraps: wraps.length });
  },
};

export const reviewTransaction: Transaction<ReviewEmergencyCommand> = {
  contract: CASE,
  name: 'Review',
  form: CASE_INPUT.Review,
  roles: ['auditor'],
  async run({ stub, command, caller, now }) {
    const head = await readCase(stub, command.case);
    const emergency = await readEmergency(stub, head.id, command.emergency);
    checkClock({ updatedAt: emergency.at }, now);
    const verdict = review(emergency, command, caller, now);
    const before = await findReview(stub, emergency);
    if (before !== undefined) refuse('CASE_EMERGENCY_REVIEWED', { status: before.verdict });
    await addReview(stub, emergency, verdict, caller.mspId);
    return caseOutcome(head, caller, verdict.verdict, { ...emergency, review: verdict });
  },
};

export const emergencyQuery: Query<EmergencyQuery> = {
  form: CASE_QUERY.emergency,
  roles: ROLES,
  run: async ({ stub, query }): Promise<EmergencyView> =>
    withReview(stub, await readEmergency(stub, query.case, query.emergency)),
};

export const emergenciesQuery: Query<EmergenciesQuery> = {
  form: CASE_QUERY.Emergencies,
  roles: ROLES,
  run: ({ stub, query }): Promise<Page<EmergencyView>> =>
    query.case === undefined ? listUnreviewed(stub, query) : listEmergencies(stub, query.case, query),
};

/** For who may review, and who wrote it; each gets the wraps of their organisation and their own. */
export const reasonQuery: Query<EmergencyQuery> = {
  form: CASE_QUERY.emergency,
  roles: ['auditor', 'physician', 'reviewer', 'dispenser'],
  async run({ stub, query, caller }): Promise<ReasonView> {
    const emergency = await readEmergency(stub, query.case, query.emergency);
    if (caller.role === 'auditor') checkReviewer(emergency, caller);
    else if (emergency.opener !== caller.id) refuse('ACCESS_RELATION');
    const key = privateKeys.emergencyReason(stub, query.case, query.emergency);
    const kept = (await readPrivate<Envelope>(stub, emergency.hospital, key)) ?? refuse('CASE_PRIVATE_ELSEWHERE');
    const recipients = kept.content.recipients.filter(({ header: { kid } }) =>
      [caller.id, caller.mspId].includes(ownerOfKey(kid)),
    );
    if (recipients.length === 0) refuse('CASE_NO_KEY');
    return { envelope: { ...kept.content, recipients }, salt: kept.salt };
  },
};

/** What a custodian unwraps: its own wraps of the sections that were opened, and of no others. */
export const emergencyWrapsQuery: Query<EmergencyQuery> = {
  form: CASE_QUERY.emergency,
  roles: ['custodian'],
  async run({ stub, query, caller, now }): Promise<readonly EmergencyWrap[]> {
    const emergency = await readEmergency(stub, query.case, query.emergency);
    checkCustodian(emergency, caller, now);
    await requireKept(stub, emergency.case, emergency.sections);
    const prefix = keyId(caller.mspId, 'emergency', 0).slice(0, -1);
    const found: EmergencyWrap[] = [];
    for (const section of emergency.sections) {
      const latest = (await findSection(stub, emergency.case, section))?.version ?? 0;
      for (let version = 1; version <= latest; version += 1) {
        const wraps = await readWraps(stub, emergency.hospital, emergency.case, section, version);
        const own = wraps.filter(({ header }) => header.kid.startsWith(prefix));
        found.push(...own.map((wrap) => ({ section, version, wrap })));
      }
    }
    return found;
  },
};
