import {
  ALL_CASES,
  MOST_GRANTS,
  ROLES,
  type CaseView,
  type Page,
  type ReceiptView,
  type ReceiptsQuery,
  type SectionsView,
} from '../../api';
import type { ActorId, ConsentedReader, Section, SubjectQuery, SubjectView } from '../../api';
import { checkLive, isGrantee, opensFor } from '../../domain/consent';
import { refuse } from '../../domain/refusal';
import { CASE_QUERY } from '../../domain/validation/case-input';
import { findErasure, findHold } from '../../store/case-erasures';
import { readCase, readTreating, readVersions } from '../../store/cases';
import { findGrants, readGrant } from '../../store/grants';
import { privateKeys } from '../../store/keys';
import { readPrivate } from '../../store/private-data';
import { listReceipts } from '../../store/receipts';
import { proveSubject } from '../../store/record-transient';
import type { Query } from '../invocation';
import { requireTreating, type Standing } from './ground';

/** All that is public of a case. */
export const sectionsQuery: Query<{ case: string }> = {
  form: CASE_QUERY.byCase,
  roles: ROLES,
  async run({ stub, query }): Promise<SectionsView> {
    const head = await readCase(stub, query.case);
    return {
      head,
      versions: await readVersions(stub, head.id),
      treating: await readTreating(stub, head.id),
      isHeld: (await findHold(stub, head.id))?.isHeld === true,
    };
  },
};

/** The access log: for the patient, who shows the salt; for who treats; for the hospital's auditor. */
export const receiptsQuery: Query<ReceiptsQuery> = {
  form: CASE_QUERY.Receipts,
  roles: ['patient', 'physician', 'clerk', 'auditor'],
  async run({ stub, query, caller }): Promise<Page<ReceiptView>> {
    const head = await readCase(stub, query.case);
    if (caller.role === 'patient') proveSubject(stub, head, caller.id);
    else if (caller.role === 'auditor' && head.hospital !== caller.mspId) refuse('ACCESS_RELATION');
    else if (caller.role !== 'auditor') await requireTreating(stub, head, caller);
    return listReceipts(stub, head.id, query);
  },
};

/** Who the patient is, and the salt that proves it. */
export const subjectQuery: Query<SubjectQuery> = {
  form: CASE_QUERY.Subject,
  roles: ['patient', 'physician', 'clerk', 'reviewer', 'dispenser', 'payer', 'researcher'],
  async run({ stub, query, caller, now }): Promise<SubjectView> {
    const head = await readCase(stub, query.case);
    if ((await findErasure(stub, head.id, 'whole')) !== undefined) refuse('CASE_ERASED');
    const key = privateKeys.subject(stub, head.id);
    const subject = (await readPrivate<ActorId>(stub, head.hospital, key)) ?? refuse('CASE_PRIVATE_ELSEWHERE');
    await checkMayKnow({ stub, caller, now }, head, subject.content, query.grant);
    const told = { patient: subject.content, salt: subject.salt };
    const { readersOf } = query;
    return readersOf === undefined
      ? told
      : { ...told, readers: await readers({ stub, now }, head.id, subject.content, readersOf) };
  },
};

/** Whom the patient lets read a section of a case now: it is wrapped for them as it is written. */
async function readers(
  { stub, now }: Omit<Standing, 'caller'>,
  id: string,
  patient: ActorId,
  section: Section,
): Promise<readonly ConsentedReader[]> {
  const grants = await findGrants(stub, patient, MOST_GRANTS, (grant) => opensFor(grant, id, section, now));
  return grants.map(({ id: grant, grantee }) => ({ grant, grantee }));
}

/** The patient; who names a live grant of the patient's that covers the case; who treats. */
async function checkMayKnow(
  { stub, caller, now }: Standing,
  head: CaseView,
  patient: ActorId,
  id: string | undefined,
): Promise<void> {
  if (caller.id === patient) return;
  if (id === undefined) return requireTreating(stub, head, caller);
  const grant = await readGrant(stub, id);
  if (!isGrantee(grant, caller)) refuse('CONSENT_GRANTEE');
  checkLive(grant, now);
  // The same words for another patient's grant as for one that covers another case: it must not tell whose case this is.
  if (grant.patient !== patient || (grant.cases !== ALL_CASES && grant.cases !== head.id)) refuse('CONSENT_CASE');
}
