import type { CaseView, Page, ReceiptView } from '../api';
import { KEY_TYPE, keys } from './keys';
import { readPage, type Paging } from './pages';
import { readState, requireSigners, writeState } from './state';
import type { Stub } from './stub';

export const findReceipt = (stub: Stub, id: string, receipt: string): Promise<ReceiptView | undefined> =>
  readState<ReceiptView>(stub, keys.receipt(stub, id, receipt));

/** A receipt is written once; the log has its id in order of time. */
export async function addReceipt(stub: Stub, { hospital }: CaseView, receipt: ReceiptView): Promise<void> {
  const key = keys.receipt(stub, receipt.case, receipt.id);
  const log = keys.log(stub, receipt.case, receipt.at, receipt.id);
  await writeState(stub, key, receipt);
  await requireSigners(stub, key, hospital);
  await writeState(stub, log, {});
  await requireSigners(stub, log, hospital);
}

/** The access log, newest first. A range read: for queries alone. */
export const listReceipts = (stub: Stub, id: string, paging: Paging): Promise<Page<ReceiptView>> =>
  readPage(stub, KEY_TYPE.log, [id], paging, ({ parts }) => findReceipt(stub, id, parts[2]!));
