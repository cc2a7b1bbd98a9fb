import type {
  ActorId,
  CaseCommand,
  CaseView,
  OpenCaseCommand,
  SectionsView,
  TreatingCommand,
  TreatingView,
} from '@rxledger/chaincode/api';
import type { ServiceContext } from '../capability';
import { commit, drawFor } from '../commitment';
import type { Caller } from '../http/caller';
import { Problem } from '../http/problem';
import type { Submitted } from '../ledger/ledger';
import { mapInOrder } from '../history/map-in-order';
import type { CasePage, CaseQuery } from '../projection/case-index';
import type { Records } from '../records';
import { isOwnCase } from './own-case';

export interface CaseService {
  open(
    caller: Caller,
    request: { readonly commandId: string; readonly patient: ActorId },
  ): Promise<Submitted<CaseView>>;
  step(caller: Caller, transaction: 'Close' | 'Reopen', command: CaseCommand): Promise<Submitted<CaseView>>;
  treat(caller: Caller, transaction: 'Assign' | 'Release', command: TreatingCommand): Promise<Submitted<TreatingView>>;
  read(caller: Caller, id: string): Promise<SectionsView>;
  /** Cases of this hospital; a patient's own. */
  list(caller: Caller, query: Omit<CaseQuery, 'hospital'>): Promise<CasePage>;
}

/** Questions under way at once. */
const AT_ONCE = 4;

/** Cases from opening to closing, and who treats. */
export function createCaseService(
  context: ServiceContext,
  { ledger, knownCases }: Pick<Records, 'ledger' | 'knownCases'>,
): CaseService {
  const submit = async <View>(caller: Caller, transaction: string, command: CaseCommand): Promise<Submitted<View>> => {
    const hospital = await ledger.hospitalOf(caller, command.case);
    return ledger.submit(caller, { contract: 'case', transaction, command, hospital });
  };

  return {
    async open(caller, { commandId, patient }) {
      const draw = await drawFor(context, caller, commandId);
      const { salt, commitment } = commit(patient, draw.salt('subject'));
      const command: OpenCaseCommand = { commandId, case: draw.recordId(), subject: commitment };
      const opened = await ledger.submit<CaseView>(caller, {
        contract: 'case',
        transaction: 'Open',
        command,
        hospital: caller.mspId,
        transient: { patient, subjectSalt: salt },
      });
      knownCases.opened(opened.view);
      return opened;
    },

    step: (caller, transaction, command) => submit(caller, transaction, command),

    treat: (caller, transaction, command) => submit(caller, transaction, command),

    read: (caller, id) => ledger.sections(caller, id),

    async list(caller, query) {
      if (caller.role === undefined) throw new Problem('ACCESS_ROLE');
      const page = await context.cases.list({ ...query, hospital: context.mspId });
      if (caller.role !== 'patient') return page;
      const own = await mapInOrder(page.items, AT_ONCE, ({ id }) => isOwnCase({ ledger }, caller, id));
      return { ...page, items: page.items.filter((_, index) => own[index]) };
    },
  };
}
