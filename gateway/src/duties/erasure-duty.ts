import {
  type ConfirmErasureCommand,
  type ErasureScope,
  type ErasureView,
  type HoldingsView,
} from '@rxledger/chaincode/api';
import { contentPrefix } from '../attachments/content-id';
import type { ServiceContext } from '../capability';
import { isWithin } from '../erasures/what-is-left';
import type { Caller } from '../http/caller';
import { Problem } from '../http/problem';
import type { Records } from '../records';

/**
 * A holder's part of an erasure: its attachments, then what its peer holds, then the receipt, which is not given before
 * the rest is gone.
 */
export async function eraseOwnPart(
  { mspId, content }: Pick<ServiceContext, 'mspId' | 'content'>,
  { ledger }: Pick<Records, 'ledger'>,
  steward: Caller,
  { case: id, scope }: { readonly case: string; readonly scope: ErasureScope },
): Promise<void> {
  const query = { case: id, scope };
  const { holders, receipts } = await ledger.ask<ErasureView>(steward, {
    contract: 'case',
    transaction: 'Erasure',
    query,
  });
  for (const name of await content.list(contentPrefix(id, scope))) await content.delete(name);
  if (!holders.includes(mspId) || receipts.some(({ organisation }) => organisation === mspId)) return;
  const { holdings } = await ledger.ask<HoldingsView>(steward, {
    contract: 'case',
    transaction: 'Holdings',
    query: { case: id },
  });
  const told = holdings.filter((holding) => isWithin(holding, scope));
  const command: ConfirmErasureCommand = { commandId: `erase-${id}-${scope}`, case: id, scope };
  try {
    await ledger.submit(steward, {
      contract: 'case',
      transaction: 'ConfirmErasure',
      command,
      transient: { holdings: JSON.stringify(told) },
    });
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'CASE_ERASURE_CONFIRMED') throw error;
  }
}
