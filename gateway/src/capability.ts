import type { ContentStore } from './content';
import type { Caller } from './http/caller';
import type { Enrolment } from './identity/enrolment';
import type { KeyStore } from './keys';
import type { Ledger } from './ledger/ledger';
import type { CaseIndex } from './projection/case-index';
import type { News } from './projection/ledger-news';
import type { PrescriptionIndex } from './projection/prescription-index';
import type { ReleaseSettings } from './releases/settings';

/** What every capability's service is made from; adapters are named in `main.ts` alone. */
export interface ServiceContext {
  readonly mspId: string;
  /** Name of the channel: envelopes and proofs are bound to it. */
  readonly channel: string;
  readonly ledger: Ledger;
  /** Encryption keys of the organisation and its people. */
  readonly keyStore: KeyStore;
  /** Ciphertext of attachments. */
  readonly content: ContentStore;
  /** Certificates of this organisation's people; the registry of actors is the ledger's. */
  readonly enrolment: Enrolment;
  /** Members of the consortium by MSP id, read from the ledger and kept for a short time. */
  members(caller: Caller): Promise<readonly { readonly mspId: string; readonly kind: string }[]>;
  /**
   * 32 secret random bytes, the same for every repeat of a command (by caller and command id) within a day, also after
   * a restart; then forgotten. Ids, salts and codes are derived from it, so that a repeat is the same command.
   */
  seed(caller: Caller, commandId: string): Promise<Buffer>;
  /** The read model that lists come from: `startProjection(file, ledger, onFault)` in `projection` gives it. */
  readonly index: PrescriptionIndex;
  readonly releases: ReleaseSettings;
  /** Base addresses of other members' gateways, by MSP id. */
  readonly gateways: Readonly<Record<string, string>>;
  /** Asks and purges for the organisation, where no person does; without one its erasures wait. */
  readonly steward?: Caller;
  /** The cases of the consortium, of the same read model. */
  readonly cases: CaseIndex;
  /** What happens on the ledger, as the read model hears of it: moments after the commit. */
  readonly news: News;
  /** Milliseconds since the epoch. */
  now(): number;
}
