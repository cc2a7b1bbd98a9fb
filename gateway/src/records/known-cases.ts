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

/** What must be known of a case to write to a section of it. */
export interface KnownCase extends KnownHead {
  /** As the ledger told it to the caller, with the section's readers. */
  readonly subject: SubjectView;
}

/** Where is written. */
interface Place {
  readonly case: string;
  readonly section: Section;
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
  of(caller: Caller, place: Place, grant?: string): Promise<KnownCase>;
  /** As the ledger tells it now. */
  ofNow(caller: Caller, place: Place, grant?: string): Promise<KnownCase>;
  /** A case was opened: there is nothing in it. */
  opened(head: CaseView): void;
  /** There is a version. */
  grown(version: Pick<VersionView, 'case' | 'section' | 'version'>): void;
  /** Does something with what is known; where that is refused and was remembered, once more with what is so now. */
  withCaseOfNow<T>(caller: Caller, place: Place, work: () => Promise<T>): Promise<T>;
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
  const nameOf = ({ actor }: Caller, place: Place): string => `${actor} ${place.section} ${place.case}`;
  const subjectOf = (caller: Caller, place: Place, grant?: string): Promise<SubjectView> =>
    ledger.subject(caller, place.case, grant, place.section);

  const headOf = async (caller: Caller, id: string): Promise<KnownHead> => {
    const { head, versions } = await ledger.sections(caller, id);
    const start: KnownHead = { hospital: head.hospital, latest: {} };
    return versions.reduce(withVersion, start);
  };

  const self: KnownCases = {
    async of(caller, place, grant) {
      if (grant !== undefined) return self.ofNow(caller, place, grant);
      const [head, subject] = await Promise.all([
        heads.recall(place.case, () => headOf(caller, place.case)),
        subjects.recall(nameOf(caller, place), () => subjectOf(caller, place)),
      ]);
      return { ...head, subject };
    },

    async ofNow(caller, place, grant) {
      const [head, subject] = await Promise.all([headOf(caller, place.case), subjectOf(caller, place, grant)]);
      return { ...head, subject };
    },

    opened({ id, hospital }) {
      heads.set(id, { hospital, latest: {} });
    },

    grown({ case: id, section, version }) {
      const head = heads.get(id);
      if (head !== undefined) heads.set(id, withVersion(head, { section, version }));
    },

    async withCaseOfNow(caller, place, work) {
      const wasKnown = heads.get(place.case) !== undefined || subjects.get(nameOf(caller, place)) !== undefined;
      try {
        return await work();
      } catch (error) {
        heads.forget((name) => name === place.case);
        subjects.forget((name) => name === nameOf(caller, place));
        if (!wasKnown || !isRefusal(error)) throw error;
        return work();
      }
    },
  };

  news.subscribe((event) => {
    const { transaction, subject: id, to, version } = event;
    if (isConsent(event)) subjects.forget((_, { patient }) => patient === event.actor);
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

/** Given or taken back: by the patient, whose readers are others now. */
const isConsent = ({ contract, transaction }: LedgerEvent): boolean =>
  contract === 'patient' && (transaction === 'Give' || transaction === 'Revoke');

/** Did the ledger decide? Where it did not, the outcome may be unknown, and nothing else must be tried. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Problem && !error.code.startsWith('LEDGER_') && !error.code.startsWith('GATEWAY_');
