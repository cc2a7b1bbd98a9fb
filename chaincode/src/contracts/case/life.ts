import type { CaseStepCommand, OpenCaseCommand, TreatingCommand } from '../../api';
import { checkClock } from '../../domain/admission';
import { changeCase, openCase, treat } from '../../domain/case';
import { refuse } from '../../domain/refusal';
import { CASE_INPUT } from '../../domain/validation/case-input';
import { findCase, findTreating, readCase, saveCase, saveTreating } from '../../store/cases';
import { privateKeys } from '../../store/keys';
import { keepPrivate } from '../../store/private-data';
import { proveSubject, readPatient } from '../../store/record-transient';
import type { Transaction } from '../invocation';
import { requireTreating } from './ground';
import { CASE, caseOutcome } from './outcome';

/** Who the patient is stays with the hospital; the ledger has a commitment to it. */
export const openTransaction: Transaction<OpenCaseCommand> = {
  contract: CASE,
  name: 'Open',
  form: CASE_INPUT.Open,
  roles: ['physician'],
  async run({ stub, command, caller, now }) {
    const head = openCase(command, caller, now);
    const subject = proveSubject(stub, head, readPatient(stub));
    if ((await findCase(stub, head.id)) !== undefined) refuse('CASE_EXISTS');
    await keepPrivate(stub, [head.hospital], privateKeys.subject(stub, head.id), subject);
    await saveCase(stub, head, true);
    await saveTreating(stub, head, treat(head, caller.id, true, caller, now));
    return caseOutcome(head, caller, head.status, head);
  },
};

const step = (name: 'Close' | 'Reopen'): Transaction<CaseStepCommand> => ({
  contract: CASE,
  name,
  form: CASE_INPUT.step,
  roles: ['physician'],
  async run({ stub, command, caller, now }) {
    const head = await readCase(stub, command.case);
    checkClock(head, now);
    await requireTreating(stub, head, caller);
    const changed = changeCase(name, head, now);
    await saveCase(stub, changed);
    return caseOutcome(changed, caller, changed.status, changed);
  },
});

export const closeTransaction = step('Close');
export const reopenTransaction = step('Reopen');

/** Whether the person has the role is asked when they act: nobody but the caller is looked up. */
const treating = (name: 'Assign' | 'Release'): Transaction<TreatingCommand> => ({
  contract: CASE,
  name,
  form: CASE_INPUT.treating,
  roles: ['physician'],
  async run({ stub, command, caller, now }) {
    const head = await readCase(stub, command.case);
    await requireTreating(stub, head, caller);
    const before = await findTreating(stub, head.id, command.person);
    if (before !== undefined) checkClock(before, now);
    const changed = treat(head, command.person, name === 'Assign', caller, now);
    await saveTreating(stub, head, changed);
    return caseOutcome(head, caller, name === 'Assign' ? 'treating' : 'released', changed);
  },
});

export const assignTransaction = treating('Assign');
export const releaseTransaction = treating('Release');
