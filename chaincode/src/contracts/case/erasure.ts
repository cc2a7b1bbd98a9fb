import {
  type CaseView,
  type ConfirmErasureCommand,
  type ErasureQuery,
  type ErasureReceipt,
  type ErasureScope,
  type ErasureView,
  type HoldCommand,
  type HoldView,
  type HoldingsView,
  type Section,
} from '../../api';
import { ROLES } from '../../api';
import { checkHoldings, checkNotHeld, erasureOf, sectionsOf } from '../../domain/case-erasure';
import { refuse } from '../../domain/refusal';
import { CASE_INPUT, CASE_QUERY } from '../../domain/validation/case-input';
import {
  addErasureReceipt,
  findErasure,
  findErasureReceipt,
  findHold,
  readErasureState,
  saveHold,
} from '../../store/case-erasures';
import { findSection, isHolder, readCase } from '../../store/cases';
import { keyOfHolding, readHoldings } from '../../store/envelopes';
import { privateKeys } from '../../store/keys';
import { purgePrivate } from '../../store/private-data';
import { readHoldingsToPurge } from '../../store/record-transient';
import type { Stub } from '../../store/stub';
import type { Query, Transaction } from '../invocation';
import { CASE, caseOutcome } from './outcome';

/** Which sections of an erasure an organisation holds; the hospital holds all. */
async function heldSections(
  stub: Stub,
  head: CaseView,
  scope: ErasureScope,
  mspId: string,
): Promise<readonly Section[]> {
  const sections = sectionsOf(scope);
  if (mspId === head.hospital) return sections;
  const held: Section[] = [];
  for (const section of sections) if (await isHolder(stub, head.id, section, mspId)) held.push(section);
  return held.length > 0 ? held : refuse('ACCESS_RELATION');
}

/** Envelopes and the subject follow from public state; keys of wraps do not, and are told. */
async function purgeHeld(
  stub: Stub,
  head: CaseView,
  sections: readonly Section[],
  scope: ErasureScope,
  mspId: string,
): Promise<void> {
  for (const section of sections) {
    const latest = (await findSection(stub, head.id, section))?.version ?? 0;
    for (let version = 1; version <= latest; version += 1) {
      await purgePrivate(stub, [mspId], privateKeys.envelope(stub, head.id, section, version));
    }
  }
  if (scope === 'whole' && mspId === head.hospital) {
    await purgePrivate(stub, [mspId], privateKeys.subject(stub, head.id));
  }
}

/** Each holder purges for itself, when it can; what is still there says `case:Holdings` at its own peer. */
export const confirmErasureTransaction: Transaction<ConfirmErasureCommand> = {
  contract: CASE,
  name: 'ConfirmErasure',
  form: CASE_INPUT.erasure,
  roles: ['steward'],
  async run({ stub, command, caller, now }) {
    const { scope } = command;
    const head = await readCase(stub, command.case);
    if ((await findErasure(stub, head.id, scope)) === undefined) refuse('CASE_ERASURE_NOT_FOUND');
    checkNotHeld(await findHold(stub, head.id));
    const sections = await heldSections(stub, head, scope, caller.mspId);
    if ((await findErasureReceipt(stub, head.id, scope, caller.mspId)) !== undefined) refuse('CASE_ERASURE_CONFIRMED');
    const told = readHoldingsToPurge(stub);
    checkHoldings(scope, told);
    await purgeHeld(stub, head, sections, scope, caller.mspId);
    for (const holding of told.filter(({ kind }) => kind !== 'envelope' && kind !== 'subject')) {
      const key = keyOfHolding(stub, head.id, holding);
      if (key !== undefined) await purgePrivate(stub, [caller.mspId], key);
    }
    const receipt: ErasureReceipt = { organisation: caller.mspId, at: now, transactionId: stub.getTxID() };
    await addErasureReceipt(stub, head.id, scope, receipt);
    return caseOutcome(head, caller, `erased-${scope}`, receipt);
  },
};

const hold = (name: 'Hold' | 'LiftHold'): Transaction<HoldCommand> => ({
  contract: CASE,
  name,
  form: CASE_INPUT.hold,
  roles: ['auditor'],
  async run({ stub, command, caller, now }) {
    const head = await readCase(stub, command.case);
    if (head.hospital !== caller.mspId) refuse('ACCESS_RELATION');
    const isHeld = (await findHold(stub, head.id))?.isHeld === true;
    if (name === 'Hold' && isHeld) refuse('CASE_HOLD', { allowed: ['case:LiftHold'] });
    if (name === 'LiftHold' && !isHeld) refuse('CASE_NO_HOLD');
    const view: HoldView = {
      case: head.id,
      isHeld: name === 'Hold',
      reasonCode: command.reasonCode,
      updatedAt: now,
      updatedBy: caller.id,
    };
    await saveHold(stub, head, view);
    return caseOutcome(head, caller, name === 'Hold' ? 'held' : 'lifted', view);
  },
});

export const holdTransaction = hold('Hold');
export const liftHoldTransaction = hold('LiftHold');

export const erasureQuery: Query<ErasureQuery> = {
  form: CASE_QUERY.Erasure,
  roles: ROLES,
  async run({ stub, query }): Promise<ErasureView> {
    const head = await readCase(stub, query.case);
    const request = (await findErasure(stub, head.id, query.scope)) ?? refuse('CASE_ERASURE_NOT_FOUND');
    const { holders, receipts } = await readErasureState(stub, head, query.scope);
    return erasureOf(request, holders, receipts);
  },
};

/** Counts nothing and hides nothing: the private keys that the peer asked still has, by name. */
export const holdingsQuery: Query<{ case: string }> = {
  form: CASE_QUERY.byCase,
  roles: ['steward', 'auditor'],
  async run({ stub, query, caller }): Promise<HoldingsView> {
    const head = await readCase(stub, query.case);
    const holdings = await readHoldings(stub, caller.mspId, head.id);
    return { case: head.id, organisation: caller.mspId, holdings };
  },
};
