import {
  ALL_CASES,
  RESEARCHERS,
  type ListPublicCasesQuery,
  type Page,
  type PublicCaseView,
  type PublishCommand,
  type WithdrawCaseCommand,
} from '../../api';
import { checkLive } from '../../domain/consent';
import { checkNotIdentifying } from '../../domain/identifying';
import { refuse } from '../../domain/refusal';
import { CASE_INPUT } from '../../domain/validation/case-input';
import { REGISTRY_INPUT } from '../../domain/validation/registry-input';
import { findErasure } from '../../store/case-erasures';
import { readCase } from '../../store/cases';
import { findGrant, readGrant } from '../../store/grants';
import { isPublished, listPublications, publish, withdraw } from '../../store/publications';
import { proveSubject } from '../../store/record-transient';
import type { Query, Transaction } from '../invocation';
import { proveGrant, requireTreating } from './ground';
import { CASE, caseOutcome } from './outcome';

export const publishTransaction: Transaction<PublishCommand> = {
  contract: CASE,
  name: 'Publish',
  form: CASE_INPUT.Publish,
  roles: ['physician'],
  async run({ stub, command, caller, now }) {
    const head = await readCase(stub, command.case);
    await requireTreating(stub, head, caller);
    checkNotIdentifying(command.summary);
    const grant = await readGrant(stub, command.grant);
    if (grant.grantee !== RESEARCHERS) refuse('CONSENT_GRANTEE');
    checkLive(grant, now);
    if (grant.cases !== ALL_CASES && grant.cases !== head.id) refuse('CONSENT_CASE');
    proveGrant(stub, head, grant);
    if ((await findErasure(stub, head.id, 'whole')) !== undefined) refuse('CASE_ERASED');
    if (await isPublished(stub, head.id)) refuse('CASE_PUBLISHED', { allowed: ['case:Withdraw'] });
    const entry: PublicCaseView = {
      case: head.id,
      hospital: head.hospital,
      publishedBy: caller.id,
      at: now,
      grant: grant.id,
      summary: command.summary,
    };
    await publish(stub, head, entry);
    return caseOutcome(head, caller, 'published', entry);
  },
};

export const withdrawTransaction: Transaction<WithdrawCaseCommand> = {
  contract: CASE,
  name: 'Withdraw',
  form: CASE_INPUT.step,
  roles: ['physician', 'patient'],
  async run({ stub, command, caller }) {
    const head = await readCase(stub, command.case);
    if (caller.role === 'patient') proveSubject(stub, head, caller.id);
    else await requireTreating(stub, head, caller);
    if (!(await withdraw(stub, head.id))) refuse('CASE_NOT_PUBLISHED');
    return caseOutcome(head, caller, 'withdrawn', { case: head.id });
  },
};

/** What was published under a grant that was taken back, or has run out, is not listed. */
export const listPublicCasesQuery: Query<ListPublicCasesQuery> = {
  form: REGISTRY_INPUT.ListPublicCases,
  roles: ['researcher', 'physician', 'reviewer', 'auditor'],
  run: ({ stub, query, now }): Promise<Page<PublicCaseView>> => {
    const { condition = '' } = query;
    return listPublications(stub, query, async ({ grant: id, summary }) => {
      if (!summary.conditions.some((code) => code.startsWith(condition))) return false;
      const grant = await findGrant(stub, id);
      return grant?.status === 'active' && now < grant.until;
    });
  },
};
