import { sha256 } from '#platform';
import { concat, fromHex, toHex } from '../bytes.ts';
import { sealedSize, MAX_ATTACHMENT_BYTES, SEALED_CHUNK_BYTES, type ByteSource } from './format.ts';
import { inOrder } from './in-order.ts';
import { rechunk } from './rechunk.ts';

/** SHA-256 of a sealed chunk, lower-case hex. */
export const chunkDigest = async (sealed: Uint8Array): Promise<string> => toHex(await sha256(sealed));

/**
 * What the ledger holds of an attachment: SHA-256 of the digests of its sealed chunks, one after the other, lower-case
 * hex. A list, because each part can be checked as it comes, several at once, and WebCrypto cannot hash a stream.
 */
export const attachmentDigest = (chunks: readonly string[]): Promise<string> =>
  chunkDigest(concat(...chunks.map(fromHex)));

/** The digest of a sealed attachment: whoever stores it can check it, without the secret. @throws SealError `too-big` */
export async function digestOfSealed(source: ByteSource): Promise<string> {
  const digests: string[] = [];
  const chunks = rechunk(source, SEALED_CHUNK_BYTES, sealedSize(MAX_ATTACHMENT_BYTES));
  for await (const digest of inOrder(chunks, 3, ({ bytes }) => chunkDigest(bytes))) digests.push(digest);
  return attachmentDigest(digests);
}
