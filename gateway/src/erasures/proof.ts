import type { ErasureQuery, ErasureView } from '@rxledger/chaincode/api';
import type { ServiceContext } from '../capability';
import { askMember } from '../http/ask-member';
import { Problem } from '../http/problem';
import type { Records } from '../records';
import { whatIsLeft, type Left } from './what-is-left';

/** What one holder says of an erasure, or why it says nothing. */
export interface HolderFinding {
  readonly organisation: string;
  readonly receipt?: Omit<ErasureView['receipts'][number], 'organisation'>;
  readonly left?: Left;
  /** A code of the error table. */
  readonly fault?: string;
}

/** How an erasure stands, by what the ledger says and every holder answers. */
export interface ErasureProof extends Pick<ErasureView, 'case' | 'scope' | 'status'> {
  /** Each holder left a receipt, and says that it has nothing. */
  readonly isErased: boolean;
  readonly holders: readonly HolderFinding[];
}

/** Asks each holder: this one itself, others at their gateways. Whoever cannot be asked has not shown anything. */
export async function proveErasure(
  context: Pick<ServiceContext, 'mspId' | 'gateways' | 'steward' | 'content'>,
  records: Pick<Records, 'ledger'>,
  { case: id, scope, status, holders, receipts }: ErasureView,
): Promise<ErasureProof> {
  const query: ErasureQuery = { case: id, scope };
  const leftAt = async (organisation: string): Promise<Left> => {
    if (organisation === context.mspId) return whatIsLeft(context, records, query);
    const answer = await askMember(context.gateways, organisation, `/erased/${id}/${scope}`);
    return (await answer.json()) as Left;
  };
  const findings = await Promise.all(
    holders.map(async (organisation): Promise<HolderFinding> => {
      const found = receipts.find((each) => each.organisation === organisation);
      const receipt = found && { receipt: { at: found.at, transactionId: found.transactionId } };
      try {
        const { holdings, attachments } = await leftAt(organisation);
        return { organisation, ...receipt, left: { holdings, attachments } };
      } catch (error) {
        return { organisation, ...receipt, fault: error instanceof Problem ? error.code : 'GATEWAY_INTERNAL' };
      }
    }),
  );
  const isClean = ({ left }: HolderFinding): boolean => left?.holdings === 0 && left.attachments === 0;
  return { case: id, scope, status, isErased: status === 'done' && findings.every(isClean), holders: findings };
}
