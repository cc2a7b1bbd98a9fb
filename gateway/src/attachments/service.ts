import type { Section, VersionView } from '@rxledger/chaincode/api';
import { AttachmentCipher, openAttachment, sealedSize } from '@rxledger/client';
import type { ServiceContext } from '../capability';
import { drawFor } from '../commitment';
import type { Content, ContentState, Part } from '../content';
import type { Caller } from '../http/caller';
import { Problem } from '../http/problem';
import { decodeDocument, type Records } from '../records';
import { withSealProblems } from '../records/seal-problem';
import { contentId, isOfCase } from './content-id';
import { contentProblem, withContentProblems } from './content-problem';
import { fetchFromHolder } from './other-holder';
import { storedHere, type Place, type Stored } from './stored';

/** An upload that was begun: the gateway keeps nothing of the secret. */
export interface Begun {
  readonly id: string;
  readonly secret: string;
}

/** One chunk of an upload: in the clear with its secret, or sealed by the caller's own device. */
export interface Chunk {
  readonly case: string;
  readonly attachment: string;
  readonly index: number;
  readonly isLast: boolean;
  readonly bytes: Uint8Array;
  /** None where the chunk is sealed already. */
  readonly secret?: string;
}

export interface Download extends Place {
  readonly isSealed: boolean;
  /** Of the receipt: for what another organisation holds. */
  readonly ticket?: string;
}

export interface Downloaded {
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly size: number;
  readonly mediaType?: string;
}

export interface AttachmentService {
  begin(
    caller: Caller,
    request: { readonly commandId: string; readonly case: string; readonly section: Section },
  ): Promise<Begun>;
  put(chunk: Chunk): Promise<Part>;
  state(id: string, attachment: string): Promise<ContentState>;
  finish(id: string, attachment: string, digests: readonly string[]): Promise<Content>;
  /** Within the window of a receipt: the version must name the attachment. */
  download(caller: Caller, request: Download): Promise<Downloaded>;
}

/** Images and documents of a record: sealed chunk by chunk, in bounded memory, and stored as ciphertext. */
export function createAttachmentService(context: ServiceContext, records: Records): AttachmentService {
  const { ledger, reading, envelopes } = records;
  const { content } = context;

  /** Here, or with the organisation that wrote the version. */
  async function find(view: VersionView, place: Place, ticket: string | undefined): Promise<Stored> {
    const { attachment } = place;
    const stored = await storedHere(content, attachment);
    if (stored !== undefined) return stored;
    const holder = view.organisation;
    if (ticket === undefined || holder === context.mspId) throw new Problem('CONTENT_NOT_FOUND');
    return fetchFromHolder(context.gateways, { ...place, holder, ticket });
  }

  return {
    async begin(caller, { commandId, case: id, section }) {
      // There must be such a case: what is stored is found again, and erased, by it.
      await ledger.hospitalOf(caller, id);
      const draw = await drawFor(context, caller, commandId);
      return { id: contentId(id, section, draw.recordId()), secret: draw.contentSecret().toString('base64url') };
    },

    async put({ case: id, attachment, index, isLast, bytes, secret }) {
      requireOfCase(attachment, id);
      const sealed =
        secret === undefined
          ? bytes
          : await withSealProblems(async () =>
              (await AttachmentCipher.of(secret)).sealChunk(index, isLast, bytes as Uint8Array<ArrayBuffer>),
            );
      return withContentProblems(() => content.put(attachment, index, sealed));
    },

    state: (id, attachment) => {
      requireOfCase(attachment, id);
      return withContentProblems(() => content.stat(attachment));
    },

    finish: (id, attachment, digests) => {
      requireOfCase(attachment, id);
      return withContentProblems(() => content.finish(attachment, digests));
    },

    async download(caller, { case: id, attachment, isSealed, ticket, ...place }) {
      requireOfCase(attachment, id);
      const { view, answer } = await reading.read(caller, { case: id, ...place });
      const { section, version } = view;
      const found = await find(view, { ...place, case: id, attachment, version }, ticket);
      const { digest, size } = found;
      // The ledger says which attachments the version has: nothing else is handed out on its receipt.
      if (!view.attachments.some((known) => known.hash === digest && known.size === size)) {
        throw new Problem('CONTENT_NOT_FOUND');
      }
      const stored = await found.read(0);
      if (isSealed) return { bytes: stored, size };
      const opened = await envelopes.open(answer.envelope, { purpose: 'section', subject: id, section, version });
      if (opened.kept === 'own-device') throw new Problem('KEY_ON_DEVICE');
      const entry = decodeDocument(opened.bytes).attachments?.find((known) => known.id === attachment);
      if (entry === undefined || entry.digest !== digest || sealedSize(entry.size) !== size) {
        throw new Problem('CONTENT_TAMPERED');
      }
      const bytes = problems(openAttachment(stored, entry));
      return { bytes, size: entry.size, ...(entry.mediaType === undefined ? {} : { mediaType: entry.mediaType }) };
    },
  };
}

function requireOfCase(attachment: string, id: string): void {
  if (!isOfCase(attachment, id)) throw new Problem('CONTENT_NOT_FOUND');
}

/** What goes wrong on the way leaves as a problem; once the answer has begun, it is cut off. */
async function* problems(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (error) {
    await withSealProblems(() => Promise.reject(contentProblem(error) as Error));
  }
}
