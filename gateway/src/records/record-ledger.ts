import type {
  Command,
  ContractName,
  GrantView,
  KeyUse,
  KeyView,
  Section,
  SectionsView,
  SubjectView,
} from '@rxledger/chaincode/api';
import type { ServiceContext } from '../capability';
import type { Caller } from '../http/caller';
import { Problem } from '../http/problem';
import type { Submitted, Transient } from '../ledger/ledger';
import { endorserChoices } from './endorsers';
import { shownTo, withoutCustodiansFirst } from './shown-to-endorsers';

export interface RecordSubmission {
  readonly contract: ContractName;
  readonly transaction: string;
  readonly command: Command;
  readonly transient?: Transient;
  /** Of the case, where there is one. */
  readonly hospital?: string;
}

export interface RecordQuery {
  readonly contract: ContractName;
  readonly transaction: string;
  readonly query: object;
  readonly transient?: Transient;
  /** MSP id whose peer answers; one's own unless told. */
  readonly at?: string;
}

/** What every capability that works on records asks of the ledger. */
export interface RecordLedger {
  ask<View>(caller: Caller, query: RecordQuery): Promise<View>;
  submit<View>(caller: Caller, submission: RecordSubmission): Promise<Submitted<View>>;
  /** All that is public of a case. */
  sections(caller: Caller, id: string): Promise<SectionsView>;
  /** The hospital of a case: it never changes. */
  hospitalOf(caller: Caller, id: string): Promise<string>;
  /**
   * Who the patient is, and the salt that proves it; for the patient, who treats, and who names a live grant.
   * @param readersOf - a section: also who may read it by the patient's consent
   */
  subject(caller: Caller, id: string, grant?: string, readersOf?: Section): Promise<SubjectView>;
  grant(caller: Caller, id: string): Promise<GrantView>;
  keys(caller: Caller, owner: string): Promise<readonly KeyView[]>;
  /** The key to wrap for; undefined where the owner has none in use. */
  activeKey(caller: Caller, owner: string, use?: KeyUse): Promise<KeyView | undefined>;
}

/** Cases whose hospital is remembered. */
const REMEMBERED = 10_000;

export function createRecordLedger(context: Pick<ServiceContext, 'ledger' | 'members'>): RecordLedger {
  const hospitals = new Map<string, string>();
  const self: RecordLedger = {
    ask: (caller, { contract, transaction, query, transient, at }) =>
      context.ledger.evaluate(caller, {
        contract,
        transaction,
        query,
        ...(transient === undefined ? {} : { transient }),
        ...(at === undefined ? {} : { at }),
      }),

    async submit(caller, { contract, transaction, command, transient, hospital }) {
      const members = (await context.members(caller)).map(({ mspId }) => mspId);
      const parties = { caller: caller.mspId, members, ...(hospital === undefined ? {} : { hospital }) };
      const choices = withoutCustodiansFirst(endorserChoices(contract, transaction, parties), transient);
      let unreached: unknown;
      for (const endorsers of choices) {
        const shown = transient === undefined ? {} : { transient: shownTo(endorsers, transient) };
        try {
          return await context.ledger.submit(caller, { contract, transaction, command, endorsers, ...shown });
        } catch (error) {
          if (!(error instanceof Problem) || error.code !== 'LEDGER_UNAVAILABLE') throw error;
          unreached = error;
        }
      }
      throw unreached;
    },

    async sections(caller, id) {
      const view = await self.ask<SectionsView>(caller, {
        contract: 'case',
        transaction: 'Sections',
        query: { case: id },
      });
      remember(hospitals, id, view.head.hospital);
      return view;
    },

    hospitalOf: async (caller, id) => hospitals.get(id) ?? (await self.sections(caller, id)).head.hospital,

    async subject(caller, id, grant, readersOf) {
      const query = { case: id, ...(grant && { grant }), ...(readersOf && { readersOf }) };
      const at = await self.hospitalOf(caller, id);
      return self.ask(caller, { contract: 'case', transaction: 'Subject', query, at });
    },

    grant: (caller, id) => self.ask(caller, { contract: 'patient', transaction: 'Grant', query: { id } }),

    keys: (caller, owner) => self.ask(caller, { contract: 'patient', transaction: 'Keys', query: { owner } }),

    async activeKey(caller, owner, use = 'encryption') {
      const keys = await self.keys(caller, owner);
      return keys.find((key) => key.use === use && key.status === 'active');
    },
  };
  return self;
}

function remember(hospitals: Map<string, string>, id: string, hospital: string): void {
  const oldest = hospitals.size >= REMEMBERED ? hospitals.keys().next().value : undefined;
  if (oldest !== undefined) hospitals.delete(oldest);
  hospitals.set(id, hospital);
}
