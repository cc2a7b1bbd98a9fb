import type { CaseView, ErasureReceipt, ErasureScope, HoldView, Section } from '../api';
import { sectionsOf, type ErasureRequest } from '../domain/case-erasure';
import { refuse } from '../domain/refusal';
import { readHolders } from './cases';
import { KEY_TYPE, keys } from './keys';
import { readAll } from './pages';
import { readState, requireSigners, writeState } from './state';
import type { Stub } from './stub';

export const findHold = (stub: Stub, id: string): Promise<HoldView | undefined> =>
  readState<HoldView>(stub, keys.hold(stub, id));

export async function saveHold(stub: Stub, { hospital }: CaseView, hold: HoldView): Promise<void> {
  const key = keys.hold(stub, hold.case);
  await writeState(stub, key, hold);
  await requireSigners(stub, key, hospital);
}

export const findErasure = (stub: Stub, id: string, scope: ErasureScope): Promise<ErasureRequest | undefined> =>
  readState<ErasureRequest>(stub, keys.erasure(stub, id, scope));

/** @throws Refusal CASE_ERASED if the erasure of any of the sections, or of the whole case, was asked for */
export async function requireKept(stub: Stub, id: string, sections: readonly Section[]): Promise<void> {
  for (const scope of ['whole', ...sections] as const) {
    const erasure = await findErasure(stub, id, scope);
    if (erasure !== undefined) refuse('CASE_ERASED');
  }
}

export async function addErasure(stub: Stub, { hospital }: CaseView, request: ErasureRequest): Promise<void> {
  const key = keys.erasure(stub, request.case, request.scope);
  await writeState(stub, key, request);
  await requireSigners(stub, key, hospital);
}

export const findErasureReceipt = (
  stub: Stub,
  id: string,
  scope: ErasureScope,
  mspId: string,
): Promise<ErasureReceipt | undefined> => readState<ErasureReceipt>(stub, keys.erased(stub, id, scope, mspId));

/** Each holder signs for its own receipt. */
export async function addErasureReceipt(
  stub: Stub,
  id: string,
  scope: ErasureScope,
  receipt: ErasureReceipt,
): Promise<void> {
  const key = keys.erased(stub, id, scope, receipt.organisation);
  await writeState(stub, key, receipt);
  await requireSigners(stub, key, receipt.organisation);
}

/** Range reads: for queries alone. */
export async function readErasureState(
  stub: Stub,
  { id, hospital }: CaseView,
  scope: ErasureScope,
): Promise<{ readonly holders: readonly string[]; readonly receipts: readonly ErasureReceipt[] }> {
  const others = new Set<string>();
  for (const section of sectionsOf(scope)) {
    for (const holder of await readHolders(stub, id, section)) others.add(holder);
  }
  const receipts = await readAll<ErasureReceipt>(stub, KEY_TYPE.erased, [id, scope]);
  return { holders: [...new Set([hospital, ...[...others].sort()])], receipts };
}
