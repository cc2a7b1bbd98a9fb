import { common } from '@hyperledger/fabric-protos';
import { summarise } from '../ledger/transaction-summary';
import type { BroadcastAnswer } from '../orderer/ordering-service';
import type { Channel, Consortium } from './consortium';

const { SUCCESS, SERVICE_UNAVAILABLE } = common.Status;

/** How many orderers of `count` must take a transaction, as with Byzantine fault tolerance: `f` of `3f + 1` may fail. */
export const quorumOf = (count: number): number => Math.ceil((count + Math.floor((count - 1) / 3) + 1) / 2);

const refuse = (info: string): BroadcastAnswer => ({
  status: SERVICE_UNAVAILABLE,
  info: `failed to submit request: ${info}`,
});

/**
 * Has an envelope ordered, unless a fault was planned for it. `mspId` is of the node that brings it. What fails after ordering is
 * answered in the words of an orderer that has seen the transaction before.
 */
export const order = async (
  { faults }: Consortium,
  { ordering }: Channel,
  envelope: Uint8Array,
  mspId: string,
): Promise<BroadcastAnswer> => {
  const fault = faults.submits.take(() => {
    const summary = summarise(envelope);
    return { mspId, chaincode: summary?.chaincode ?? '', function: summary?.function ?? '' };
  });
  if (fault?.when === 'before-ordering') return refuse(fault.message ?? 'refused on purpose');
  const answer = await ordering.submit(envelope);
  if (fault && answer.status === SUCCESS) return refuse(fault.message ?? 'request already processed');
  return answer;
};
