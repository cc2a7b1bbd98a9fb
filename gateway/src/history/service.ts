import type { HistoryEntry } from '@rxledger/chaincode/api';
import type { ServiceContext } from '../capability';
import type { Caller } from '../http/caller';
import { mapInOrder } from './map-in-order';

/** One step of a prescription, with what its block says. */
export interface HistoryStep extends HistoryEntry {
  /** MSP id of the person who acted. */
  readonly organisation: string;
  readonly block: number;
  /** Who signed the transaction, from the block; the same person as `actor`, or something is wrong. */
  readonly signer: string;
  /** MSP ids of the organisations that endorsed it, from the block. */
  readonly endorsers: readonly string[];
}

export interface HistoryService {
  /** Every step of a prescription, oldest first. */
  history(caller: Caller, id: string): Promise<readonly HistoryStep[]>;
}

/** Blocks asked for at the same time: a long history must not use up the peer's places. */
const AT_ONCE = 4;

export function createHistoryService({ ledger }: ServiceContext): HistoryService {
  return {
    async history(caller, id) {
      const entries = await ledger.evaluate<readonly HistoryEntry[]>(caller, {
        contract: 'prescription',
        transaction: 'History',
        query: { id },
      });
      return mapInOrder(entries, AT_ONCE, async (entry) => {
        const { block, signer, endorsers } = await ledger.transaction(caller, entry.transactionId);
        const organisation = entry.actor.slice(0, entry.actor.indexOf(':'));
        return { ...entry, organisation, block, signer, endorsers };
      });
    },
  };
}
