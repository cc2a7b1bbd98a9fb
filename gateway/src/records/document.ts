import { Problem } from '../http/problem';

/** An attachment as the record that refers to it knows it; the secret opens it, so it stands in the sealed part alone. */
export interface AttachmentEntry {
  /** Id in the content store. */
  readonly id: string;
  readonly secret: string;
  /** Bytes before sealing. */
  readonly size: number;
  /** Of what is stored; the ledger has it as well. */
  readonly digest: string;
  readonly name?: string;
  readonly mediaType?: string;
}

/** What is sealed as one version of a section: the content as its author gave it, and its attachments. */
export interface RecordDocument {
  readonly content: unknown;
  readonly attachments?: readonly AttachmentEntry[];
}

export const encodeDocument = (document: RecordDocument): Uint8Array => Buffer.from(JSON.stringify(document), 'utf8');

/** @throws Problem CASE_TAMPERED for what no author of ours sealed */
export function decodeDocument(bytes: Uint8Array): RecordDocument {
  try {
    const document = JSON.parse(Buffer.from(bytes).toString('utf8')) as RecordDocument | null;
    if (document !== null && typeof document === 'object' && 'content' in document) return document;
  } catch {
    // Said below, without what was found.
  }
  throw new Problem('CASE_TAMPERED');
}
