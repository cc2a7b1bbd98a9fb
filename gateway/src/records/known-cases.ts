import type { CaseView, LedgerEvent, Section, SubjectView, VersionView } from '@rxledger/chaincode/api';
import type { ServiceContext } from '../capability';
import type { Caller } from '../http/caller';
import { Problem } from '../http/problem';
import type { RecordLedger } from './record-ledger';
import { ShortMemory } from './short-memory';

/** What everybody may know of a case, as far as writing to it goes. */
interface KnownHead {
  readonly hospital: string;
  /** The latest version of each section that has one. */
  readonly latest: Partial<Readonly<Record<Section, number>>>;
}

/** What must be known of a case to write to it. */
export interface KnownCase extends KnownHead {
  /** As the ledger told it to the caller. */
  readonly subject: SubjectView;
}

/**
 * What must be known of a case to write to it, remembered, so that the ledger need not be asked before each write. Who
 * the patient is is remembered for the one whom the ledger told it, and for nobody else: who treats no longer is refused
 * by the ledger as ever, and what the ledger does not say to somebody this memory does not either. ADR 40 has the reasons.
 */
export interface KnownCases {
  /**
   * For a transaction that the ledger judges; nothing of it may be shown to the caller.
   * @param grant under a consent everything is asked for each time
   */
  of(caller: Caller, id: string, grant?: string): Promise<KnownCase>;
  /** As the ledger tells it now. */
  ofNow(caller: Caller, id: string, grant?: string): Promise<KnownCase>;
  /** The caller has opened a case: there is nothing in it. */
  opened(caller: Caller, head: CaseView, subject: SubjectView): void;
  /** There is a version. */
  grown(version: Pick<VersionView, 'case' | 'section' | 'version'>): void;
  /** Does something with what is known; where that is refused and was remembered, once more with what is so now. */
  withCaseOfNow<T>(caller: Caller, id: string, work: () => Promise<T>): Promise<T>;
}

/** As long as the window of a receipt. */
const LIFETIME = 5 * 60_000;
const MOST = 1_000;
/** What changes neither who the patient is nor who may know it. */
const LEAVES_IT_SO = ['Open', 'AddVersion', 'AddWraps', 'OpenReceipt'];

export function createKnownCases(
  { news, now }: Pick<ServiceContext, 'news' | 'now'>,
  ledger: RecordLedger,
): KnownCases {
  const settings = { lifetime: LIFETIME, most: MOST, now };
  const heads = new ShortMemory<KnownHead>(settings);
  const subjects = new ShortMemory<SubjectView>(settings);
  const nameOf = ({ actor }: Caller, id: string): string => `${actor} ${id}`;

  const headOf = async (caller: Caller, id: string): Promise<KnownHead> => {
    const { head, versions } = await ledger.sections(caller, id);
    const start: KnownHead = { hospital: head.hospital, latest: {} };
    return versions.reduce(withVersion, start);
  };

  const self: KnownCases = {
    async of(caller, id, grant) {
      if (grant !== undefined) return self.ofNow(caller, id, grant);
      const [head, subject] = await Promise.all([
        heads.recall(id, () => headOf(caller, id)),
        subjects.recall(nameOf(caller, id), () => ledger.subject(caller, id)),
      ]);
      return { ...head, subject };
    },

    async ofNow(caller, id, grant) {
      const [head, subject] = await Promise.all([headOf(caller, id), ledger.subject(caller, id, grant)]);
      return { ...head, subject };
    },

    opened(caller, { id, hospital }, subject) {
      heads.set(id, { hospital, latest: {} });
      subjects.set(nameOf(caller, id), subject);
    },

    grown({ case: id, section, version }) {
      const head = heads.get(id);
      if (head !== undefined) heads.set(id, withVersion(head, { section, version }));
    },

    async withCaseOfNow(caller, id, work) {
      const wasKnown = heads.get(id) !== undefined || subjects.get(nameOf(caller, id)) !== undefined;
      try {
        return await work();
      } catch (error) {
        heads.forget((name) => name === id);
        subjects.forget((name) => name === nameOf(caller, id));
        if (!wasKnown || !isRefusal(error)) throw error;
        return work();
      }
    },
  };

  news.subscribe((event) => {
    const { transaction, subject: id, to, version } = event;
    if (!isOfCase(event)) return;
    if (transaction === 'AddVersion') self.grown({ case: id, section: to as Section, version });
    if (LEAVES_IT_SO.includes(transaction)) return;
    subjects.forget((name) => name.endsWith(` ${id}`));
  });
  return self;
}

const withVersion = (head: KnownHead, { section, version }: Pick<VersionView, 'section' | 'version'>): KnownHead => ({
  ...head,
  latest: { ...head.latest, [section]: Math.max(version, head.latest[section] ?? 0) },
});

const isOfCase = ({ contract, transaction }: LedgerEvent): boolean =>
  contract === 'case' || (contract === 'patient' && transaction === 'Erase');

/** Did the ledger decide? Where it did not, the outcome may be unknown, and nothing else must be tried. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Problem && !error.code.startsWith('LEDGER_') && !error.code.startsWith('GATEWAY_');
