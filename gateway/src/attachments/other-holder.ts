import {
  attachmentDigest,
  chunkDigest,
  MAX_ATTACHMENT_BYTES,
  rechunk,
  SEALED_CHUNK_BYTES,
  sealedSize,
} from '@rxledger/client';
import { askMember } from '../http/ask-member';
import { Problem } from '../http/problem';
import type { Place, Stored } from './stored';

/** Header in which a ticket goes from gateway to gateway, and from a reader to the own one. */
export const TICKET_HEADER = 'receipt-ticket';
export const DIGEST_HEADER = 'attachment-digest';
export const SIZE_HEADER = 'attachment-size';

/** How often a connection may break before the attachment counts as not to be had. */
const ATTEMPTS = 5;

export interface Fetch extends Place {
  /** MSP id of who holds it. */
  readonly holder: string;
  readonly ticket: string;
}

/**
 * Fetches an attachment from another member's gateway, on where it broke off if it does.
 * @throws Problem GATEWAY_MEMBER_AWAY, or what the other one refuses; while reading: CONTENT_TAMPERED for other bytes
 */
export async function fetchFromHolder(
  gateways: Readonly<Record<string, string>>,
  { holder, ticket, case: id, attachment, receipt, section, version }: Fetch,
): Promise<Stored> {
  const query = new URLSearchParams({ receipt, section, ...(version !== undefined && { version: String(version) }) });
  const path = `/shared/cases/${id}/attachments/${attachment}?${query.toString()}`;
  const ask = (from: number): Promise<Response> =>
    askMember(gateways, holder, path, { [TICKET_HEADER]: ticket, range: `bytes=${from}-` });
  const first = await ask(0);
  const digest = first.headers.get(DIGEST_HEADER) ?? '';
  const size = Number(first.headers.get(SIZE_HEADER));
  return { digest, size, read: async () => proven(wholeOf(first, size, ask), digest) };
}

async function* wholeOf(
  first: Response,
  size: number,
  ask: (from: number) => Promise<Response>,
): AsyncGenerator<Uint8Array, void> {
  let at = 0;
  let answer = first;
  for (let attempt = 1; ; attempt += 1) {
    for await (const piece of untilBroken(answer)) {
      at += piece.length;
      yield piece;
    }
    if (at >= size) return;
    if (attempt === ATTEMPTS) throw new Problem('GATEWAY_MEMBER_AWAY');
    answer = await ask(at);
  }
}

/** The pieces of an answer, up to where its connection broke. */
async function* untilBroken({ body }: Response): AsyncGenerator<Uint8Array, void> {
  const reader = body?.getReader();
  if (reader === undefined) return;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => ({ done: true, value: undefined }));
      if (done || value === undefined) return;
      yield value as Uint8Array;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Passes bytes on, and holds the last chunk back until all of it is known to be what the digest says. */
async function* proven(source: AsyncIterable<Uint8Array>, digest: string): AsyncGenerator<Uint8Array, void> {
  const digests: string[] = [];
  for await (const { bytes, isLast } of rechunk(source, SEALED_CHUNK_BYTES, sealedSize(MAX_ATTACHMENT_BYTES))) {
    digests.push(await chunkDigest(bytes));
    if (isLast && (await attachmentDigest(digests)) !== digest) throw new Problem('CONTENT_TAMPERED');
    yield bytes;
  }
}
