import type { Page, ReceiptsQuery, ReceiptView } from '@rxledger/chaincode/api';
import type { Caller } from '../http/caller';
import type { Transient } from '../ledger/ledger';
import { everyPage } from '../records/every-page';
import type { Records } from '../records';

/** Lines of one export at most; a longer log is exported page by page. */
export const MOST_LINES = 10_000;
const PAGE = 200;

export interface AccessLogService {
  /** Who read what, when and on what ground; newest first. For the patient, who treats, the hospital's auditor. */
  list(caller: Caller, query: ReceiptsQuery): Promise<Page<ReceiptView>>;
  /** All of it, up to `MOST_LINES`. */
  all(caller: Caller, id: string): Promise<readonly ReceiptView[]>;
}

export function createAccessLogService({ ledger }: Pick<Records, 'ledger'>): AccessLogService {
  const proof = async (caller: Caller, id: string): Promise<Transient> =>
    caller.role === 'patient' ? { subjectSalt: (await ledger.subject(caller, id)).salt } : {};
  const page = (caller: Caller, query: ReceiptsQuery, transient: Transient): Promise<Page<ReceiptView>> =>
    ledger.ask(caller, { contract: 'case', transaction: 'Receipts', query, transient });

  return {
    list: async (caller, query) => page(caller, query, await proof(caller, query.case)),

    async all(caller, id) {
      const transient = await proof(caller, id);
      const lines: ReceiptView[] = [];
      for await (const found of everyPage((from) => page(caller, { case: id, limit: PAGE, ...from }, transient))) {
        lines.push(...found);
        if (lines.length >= MOST_LINES) break;
      }
      return lines;
    },
  };
}
