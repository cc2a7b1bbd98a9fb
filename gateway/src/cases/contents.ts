import type { Envelope, Section, SectionsView } from '@rxledger/chaincode/api';
import type { Caller } from '../http/caller';
import { Problem } from '../http/problem';
import { decodeDocument, type AttachmentEntry, type GroundRequest, type OpenedReceipt, type Records } from '../records';
import { waitForKey } from './wait-for-key';

/** One version as its reader gets it: content, or the ciphertext where the key is on the reader's device. */
export interface SectionContent {
  readonly section: Section;
  readonly version?: number;
  readonly author?: `${string}:${string}`;
  readonly at?: number;
  readonly content?: unknown;
  readonly attachments?: readonly AttachmentEntry[];
  readonly sealed?: { readonly envelope: Envelope; readonly salt: string };
  /** Why there is nothing. */
  readonly problem?: string;
}

export interface ReadRequest extends GroundRequest {
  readonly commandId: string;
  readonly case: string;
  readonly sections: readonly Section[];
}

export interface Contents {
  /** Opens a receipt, then reads the latest version of every section that there is something of. */
  read(caller: Caller, request: ReadRequest): Promise<OpenedReceipt & { readonly contents: readonly SectionContent[] }>;
  /** Within the window of a receipt. */
  readOne(
    caller: Caller,
    request: { readonly case: string; readonly receipt: string; readonly section: Section; readonly version?: number },
    known?: SectionsView,
  ): Promise<SectionContent>;
}

/** What keeps one section from being read, and the others not. */
const PARTIAL = ['CASE_NO_KEY', 'CASE_SECTION_EMPTY', 'CASE_ERASED'];

export function createContents({
  ledger,
  reading,
  envelopes,
}: Pick<Records, 'ledger' | 'reading' | 'envelopes'>): Contents {
  const self: Contents = {
    async read(caller, request) {
      // Both at once: a version that comes in between is asked for again.
      const [opened, known] = await Promise.all([reading.open(caller, request), ledger.sections(caller, request.case)]);
      const { view } = opened;
      const isEmergency = view.basis === 'emergency';
      const results = await Promise.all(
        request.sections.map(async (section) => {
          const read = () => self.readOne(caller, { case: view.case, receipt: view.id, section }, known);
          return (isEmergency ? waitForKey(read) : read()).catch((error: unknown) => partial(section, error));
        }),
      );
      return { ...opened, contents: results };
    },

    async readOne(caller, request, known) {
      const { view, answer } = await reading.read(caller, request, known);
      const { section, version, author, at } = view;
      const told = { section, version, author, at };
      const opened = await envelopes.open(answer.envelope, {
        purpose: 'section',
        subject: view.case,
        section,
        version,
      });
      if (opened.kept === 'own-device') {
        return { ...told, sealed: { envelope: answer.envelope, salt: answer.salt } };
      }
      return { ...told, ...decodeDocument(opened.bytes) };
    },
  };
  return self;
}

function partial(section: Section, error: unknown): SectionContent {
  if (error instanceof Problem && PARTIAL.includes(error.code)) return { section, problem: error.code };
  throw error;
}
