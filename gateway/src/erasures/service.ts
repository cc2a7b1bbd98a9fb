import type {
  EraseCaseCommand,
  ErasureQuery,
  ErasureView,
  HoldCommand,
  HoldingsView,
  HoldView,
} from '@rxledger/chaincode/api';
import type { ServiceContext } from '../capability';
import type { Caller } from '../http/caller';
import type { Submitted, Transient } from '../ledger/ledger';
import type { Records } from '../records';
import { withContentProblems } from '../attachments/content-problem';
import { proveErasure, type ErasureProof } from './proof';

export type ErasureRequest = Pick<ErasureView, 'case' | 'scope' | 'requestedBy' | 'at'>;

export interface ErasureService {
  /** Asks for it; each holder then purges for itself. */
  request(caller: Caller, command: EraseCaseCommand): Promise<Submitted<ErasureRequest>>;
  read(caller: Caller, query: ErasureQuery): Promise<ErasureView>;
  /** What every holder still has, as each says itself. */
  prove(caller: Caller, query: ErasureQuery): Promise<ErasureProof>;
  /** What this organisation still has of a case: at its peer, and in its content store. */
  holdings(caller: Caller, id: string): Promise<HoldingsView & { readonly attachments: number }>;
  hold(caller: Caller, transaction: 'Hold' | 'LiftHold', command: HoldCommand): Promise<Submitted<HoldView>>;
}

/** Erasure that can be proven. */
export function createErasureService(
  context: Pick<ServiceContext, 'content' | 'mspId' | 'gateways' | 'steward'>,
  records: Pick<Records, 'ledger'>,
): ErasureService {
  const { content } = context;
  const { ledger } = records;
  const self: ErasureService = {
    async request(caller, command) {
      const transient: Transient =
        caller.role === 'patient' ? { subjectSalt: (await ledger.subject(caller, command.case)).salt } : {};
      return ledger.submit(caller, {
        contract: 'patient',
        transaction: 'Erase',
        command,
        hospital: await ledger.hospitalOf(caller, command.case),
        transient,
      });
    },

    read: (caller, query) => ledger.ask(caller, { contract: 'case', transaction: 'Erasure', query }),

    prove: async (caller, query) => proveErasure(context, records, await self.read(caller, query)),

    async holdings(caller, id) {
      const query = { case: id };
      const [view, attachments] = await Promise.all([
        ledger.ask<HoldingsView>(caller, { contract: 'case', transaction: 'Holdings', query }),
        withContentProblems(() => content.list(`${id}-`)),
      ]);
      return { ...view, attachments: attachments.length };
    },

    hold: async (caller, transaction, command) =>
      ledger.submit(caller, {
        contract: 'case',
        transaction,
        command,
        hospital: await ledger.hospitalOf(caller, command.case),
      }),
  };
  return self;
}
