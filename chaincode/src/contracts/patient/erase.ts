import type { CaseView, EraseCaseCommand, Section } from '../../api';
import type { Actor } from '../../domain/actor';
import { checkNotHeld, requestErasure, sectionsOf } from '../../domain/case-erasure';
import type { SectionHead } from '../../domain/case';
import { refuse } from '../../domain/refusal';
import { CASE_INPUT } from '../../domain/validation/case-input';
import { addErasure, findErasure, findHold } from '../../store/case-erasures';
import { findSection, readCase } from '../../store/cases';
import { withdraw } from '../../store/publications';
import { proveSubject } from '../../store/record-transient';
import { readPolicy } from '../../store/registry';
import type { Stub } from '../../store/stub';
import type { Transaction } from '../invocation';

function checkMayErase(stub: Stub, head: CaseView, caller: Actor): void {
  if (caller.role === 'patient') proveSubject(stub, head, caller.id);
  else if (head.hospital !== caller.mspId) refuse('ACCESS_RELATION');
}

async function headsOf(stub: Stub, id: string, sections: readonly Section[]): Promise<Map<Section, SectionHead>> {
  const heads = new Map<Section, SectionHead>();
  for (const section of sections) {
    const head = await findSection(stub, id, section);
    if (head !== undefined) heads.set(section, head);
  }
  return heads;
}

/** From the block of this transaction on nobody reads or writes what is to be erased; the holders purge it after. */
export const eraseTransaction: Transaction<EraseCaseCommand> = {
  contract: 'patient',
  name: 'Erase',
  form: CASE_INPUT.erasure,
  roles: ['patient', 'steward'],
  async run({ stub, command, caller, now }) {
    const head = await readCase(stub, command.case);
    checkMayErase(stub, head, caller);
    for (const scope of new Set(['whole', command.scope] as const)) {
      if ((await findErasure(stub, head.id, scope)) !== undefined) refuse('CASE_ERASED');
    }
    checkNotHeld(await findHold(stub, head.id));
    const { parameters } = await readPolicy(stub);
    const heads = await headsOf(stub, head.id, sectionsOf(command.scope));
    const request = requestErasure(command, heads, parameters, caller, now);
    await addErasure(stub, head, request);
    // What was public goes off the list; blocks keep it.
    if (command.scope === 'whole') await withdraw(stub, head.id);
    const parties = [...new Set([head.hospital, caller.mspId])];
    return { result: request, event: { subject: head.id, to: `erase-${command.scope}`, version: 1, parties } };
  },
};
