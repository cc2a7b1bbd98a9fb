import type {
  DirectoryEntry,
  DirectoryQuery,
  Page,
  PatientProfileAnswer,
  PatientProfileView,
  ProfessionalProfile,
  ProfessionalProfileView,
  SetPatientProfileCommand,
} from '@rxledger/chaincode/api';
import type { ServiceContext } from '../capability';
import { drawFor } from '../commitment';
import type { Caller } from '../http/caller';
import { Problem } from '../http/problem';
import type { Submitted } from '../ledger/ledger';
import { decodeDocument, encodeDocument, type Records } from '../records';

/** Who has a public profile. */
export type Profession = 'physician' | 'researcher';

/** What a patient keeps of themselves: content, or ciphertext where the key is on a device. */
export interface OwnProfile {
  readonly version: number;
  readonly updatedAt: number;
  readonly content?: unknown;
  readonly sealed?: Pick<PatientProfileAnswer, 'envelope' | 'salt'>;
}

export interface ProfileService {
  set(caller: Caller, commandId: string, profile: ProfessionalProfile): Promise<Submitted<ProfessionalProfileView>>;
  read(caller: Caller, of: Profession, actor: `${string}:${string}`): Promise<ProfessionalProfileView>;
  directory(caller: Caller, of: Profession, query: DirectoryQuery): Promise<Page<DirectoryEntry>>;
  setOwn(caller: Caller, commandId: string, content: unknown): Promise<Submitted<PatientProfileView>>;
  readOwn(caller: Caller): Promise<OwnProfile>;
}

/** Profiles: public ones of physicians and researchers, and a patient's own, sealed for the patient alone. */
export function createProfileService(
  context: Pick<ServiceContext, 'seed'>,
  { ledger, envelopes, recipients }: Records,
): ProfileService {
  const placeOf = (caller: Caller, version: number) =>
    ({ purpose: 'profile', subject: caller.actor, version }) as const;
  const kept = (caller: Caller): Promise<PatientProfileAnswer> =>
    ledger.ask(caller, { contract: 'patient', transaction: 'Profile', query: {} });

  async function nextVersion(caller: Caller): Promise<number> {
    try {
      return (await kept(caller)).version + 1;
    } catch (error) {
      if (error instanceof Problem && error.code === 'PROFILE_NOT_FOUND') return 1;
      throw error;
    }
  }

  return {
    set(caller, commandId, profile) {
      if (caller.role !== 'physician' && caller.role !== 'researcher') throw new Problem('ACCESS_ROLE');
      const command = { commandId, profile };
      return ledger.submit(caller, { contract: caller.role, transaction: 'SetProfile', command });
    },

    read: (caller, of, actor) => ledger.ask(caller, { contract: of, transaction: 'Profile', query: { actor } }),

    directory: (caller, of, query) => ledger.ask(caller, { contract: of, transaction: 'Directory', query }),

    async setOwn(caller, commandId, content) {
      if (caller.role !== 'patient') throw new Problem('ACCESS_ROLE');
      const [key, version, draw] = await Promise.all([
        recipients.keyOf(caller, caller.actor),
        nextVersion(caller),
        drawFor(context, caller, commandId),
      ]);
      const document = encodeDocument({ content });
      const { envelope, salt, commitment } = await envelopes.seal(document, placeOf(caller, version), [key], draw);
      const command: SetPatientProfileCommand = { commandId, version, commitment };
      const transient = { envelope: JSON.stringify(envelope), salt };
      return ledger.submit(caller, { contract: 'patient', transaction: 'SetProfile', command, transient });
    },

    async readOwn(caller) {
      const found = await kept(caller);
      const { version, updatedAt, envelope, salt, commitment } = found;
      if (!(await envelopes.isCommittedTo({ envelope, salt }, commitment))) throw new Problem('CASE_TAMPERED');
      const opened = await envelopes.open(envelope, placeOf(caller, version));
      if (opened.kept === 'own-device') return { version, updatedAt, sealed: { envelope, salt } };
      return { version, updatedAt, content: decodeDocument(opened.bytes).content };
    },
  };
}
