import {
  type ErasureQuery,
  type ErasureScope,
  type ErasureView,
  type HoldingsView,
  type PrivateHolding,
} from '@rxledger/chaincode/api';
import { contentPrefix } from '../attachments/content-id';
import { withContentProblems } from '../attachments/content-problem';
import type { ServiceContext } from '../capability';
import { Problem } from '../http/problem';
import type { Records } from '../records';

/** How much of what is to be erased an organisation still has: numbers alone, of its peer and its content store. */
export interface Left {
  /** Private keys of the ledger. */
  readonly holdings: number;
  readonly attachments: number;
}

export const isWithin = ({ section }: PrivateHolding, scope: ErasureScope): boolean =>
  scope === 'whole' || section === scope;

/**
 * Asks this organisation's own peer and content store.
 * @throws Problem CASE_ERASURE_NOT_FOUND where nobody asked for that erasure, GATEWAY_NO_STEWARD
 */
export async function whatIsLeft(
  { steward, content }: Pick<ServiceContext, 'steward' | 'content'>,
  { ledger }: Pick<Records, 'ledger'>,
  { case: id, scope }: ErasureQuery,
): Promise<Left> {
  if (steward === undefined) throw new Problem('GATEWAY_NO_STEWARD');
  const query = { case: id, scope };
  await ledger.ask<ErasureView>(steward, { contract: 'case', transaction: 'Erasure', query });
  const [{ holdings }, attachments] = await Promise.all([
    ledger.ask<HoldingsView>(steward, { contract: 'case', transaction: 'Holdings', query: { case: id } }),
    withContentProblems(() => content.list(contentPrefix(id, scope))),
  ]);
  return { holdings: holdings.filter((holding) => isWithin(holding, scope)).length, attachments: attachments.length };
}
