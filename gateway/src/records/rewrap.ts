import type { AddWrapsCommand, KeyView, Section, SectionsView, VersionWraps } from '@rxledger/chaincode/api';
import type { Caller } from '../http/caller';
import { Problem } from '../http/problem';
import type { Receipt, Transient } from '../ledger/ledger';
import type { Envelopes } from './envelopes';
import type { Reading } from './reading';
import type { RecordLedger } from './record-ledger';

/** Who is to be let into versions that are there. */
export interface RewrapRequest {
  readonly commandId: string;
  readonly case: string;
  readonly sections: readonly Section[];
  readonly basis: 'own' | 'treating';
  /** Keys to wrap for. */
  readonly keys: readonly KeyView[];
  /** Grants that let their owners in; none where it is the patient's own key, or the hospital's. */
  readonly grants: readonly string[];
}

/** What came of it, section by section: versions that were wrapped, and why others were not. */
export interface RewrapOutcome {
  readonly section: Section;
  readonly versions: readonly number[];
  /** Code of what stopped the rest: CASE_NO_KEY where whoever asks cannot open them either. */
  readonly left?: string;
  readonly receipt?: Receipt;
}

export interface Rewrap {
  /** Wraps every version that the caller can open for more keys; reads first, so that leaves a receipt. */
  rewrap(caller: Caller, request: RewrapRequest): Promise<readonly RewrapOutcome[]>;
  /** Hands on wraps that somebody's own device made. */
  add(caller: Caller, command: AddWrapsCommand, wraps: readonly VersionWraps[]): Promise<Receipt>;
}

/** Why a version could not be wrapped, and the others may be. */
const LEAVES = ['CASE_NO_KEY', 'CASE_SECTION_EMPTY', 'KEY_ON_DEVICE', 'CASE_ERASED'];

export function createRewrap(ledger: RecordLedger, reading: Reading, envelopes: Envelopes): Rewrap {
  const proof = async (caller: Caller, id: string, basis: 'own' | 'treating'): Promise<Transient> => {
    const { patient, salt } = await ledger.subject(caller, id);
    return basis === 'own' ? { subjectSalt: salt } : { subjectSalt: salt, patient };
  };

  async function wrapsOf(
    caller: Caller,
    known: SectionsView,
    place: { readonly case: string; readonly receipt: string; readonly section: Section },
    keys: readonly KeyView[],
  ): Promise<{ readonly wraps: readonly VersionWraps[]; readonly left?: string }> {
    const wraps: VersionWraps[] = [];
    let left: string | undefined;
    for (const { version } of known.versions.filter(({ section }) => section === place.section)) {
      try {
        const { answer } = await reading.read(caller, { ...place, version }, known);
        wraps.push({ version, recipients: await envelopes.wrapFor(answer.envelope, keys) });
      } catch (error) {
        if (!(error instanceof Problem) || !LEAVES.includes(error.code)) throw error;
        left = error.code;
      }
    }
    return { wraps, ...(left === undefined ? {} : { left }) };
  }

  const self: Rewrap = {
    async add(caller, command, wraps) {
      const [hospital, shown] = await Promise.all([
        ledger.hospitalOf(caller, command.case),
        proof(caller, command.case, command.basis),
      ]);
      const transient = { ...shown, wraps: JSON.stringify(wraps) };
      const { receipt } = await ledger.submit(caller, {
        contract: 'case',
        transaction: 'AddWraps',
        command,
        hospital,
        transient,
      });
      return receipt;
    },

    async rewrap(caller, { commandId, case: id, sections, basis, keys, grants }) {
      const known = await ledger.sections(caller, id);
      const written = sections.filter((section) => known.versions.some((version) => version.section === section));
      if (written.length === 0) return sections.map((section) => ({ section, versions: [] }));
      const opened = await reading.open(caller, {
        commandId: `${commandId.slice(0, 60)}-r`,
        case: id,
        sections: written,
        basis,
      });
      const outcomes: RewrapOutcome[] = [];
      for (const section of sections) {
        const { wraps, left } = await wrapsOf(caller, known, { case: id, receipt: opened.view.id, section }, keys);
        const told = {
          section,
          versions: wraps.map(({ version }) => version),
          ...(left === undefined ? {} : { left }),
        };
        if (wraps.length === 0) {
          outcomes.push(told);
          continue;
        }
        const command: AddWrapsCommand = {
          commandId: `${commandId.slice(0, 60)}-${section[0]!}`,
          case: id,
          section,
          basis,
          recipients: grants,
        };
        outcomes.push({ ...told, receipt: await self.add(caller, command, wraps) });
      }
      return outcomes;
    },
  };
  return self;
}
