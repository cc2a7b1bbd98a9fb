import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import {
  AttachmentCipher,
  attachmentDigest,
  CHUNK_BYTES,
  chunkCount,
  digestOfSealed,
  drawAttachmentSecret,
  MAX_ATTACHMENT_BYTES,
  openAttachment,
  SEALED_CHUNK_BYTES,
  sealAttachment,
  sealedSize,
  sendAttachment,
  type SealedChunk,
} from '../index.ts';

const SECRET = drawAttachmentSecret();

async function* of(...pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array, void> {
  yield* pieces;
}

async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Seals as an upload does. */
async function sealAll(plain: Uint8Array, secret = SECRET) {
  const chunks: SealedChunk[] = [];
  const summary = await sendAttachment(of(plain), secret, async (chunk) => void chunks.push(chunk));
  const sealed = Buffer.concat(chunks.sort((one, other) => one.index - other.index).map(({ bytes }) => bytes));
  return { sealed, chunks, summary, reference: { secret, size: summary.size, digest: summary.digest } };
}

describe('an attachment', () => {
  const plain = randomBytes(2 * CHUNK_BYTES + 5);

  it.each([0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES])(
    'of %d bytes opens as it was, and has the size it should',
    async (size) => {
      const content = plain.subarray(0, size);
      const { sealed, reference, chunks } = await sealAll(content);
      expect(chunks).toHaveLength(chunkCount(size));
      expect(sealed).toHaveLength(sealedSize(size));
      const opened = await collect(openAttachment(of(sealed), reference));
      expect(opened.equals(content)).toBe(true);
    },
  );

  it('does not depend on the pieces it comes in, at either end', async () => {
    const { sealed, reference } = await sealAll(plain);
    const inPieces = (bytes: Uint8Array, size: number): Readable =>
      Readable.from(
        Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) => bytes.subarray(n * size, n * size + size)),
      );
    const sizes = fc.integer({ min: 9_000, max: 1_500_000 });
    await fc.assert(
      fc.asyncProperty(sizes, sizes, async (one, other) => {
        const again = await sendAttachment(inPieces(plain, one), SECRET, async () => undefined);
        expect(again.digest).toBe(reference.digest);
        expect((await collect(openAttachment(inPieces(sealed, other), reference))).equals(plain)).toBe(true);
      }),
      { numRuns: 5 },
    );
  });

  it('is read from a web stream as well', async () => {
    const { sealed, reference } = await sealAll(plain);
    const stream = new Blob([sealed]).stream();
    expect((await collect(openAttachment(stream, reference))).equals(plain)).toBe(true);
  });

  it('is refused with any byte changed, with parts moved, left out or added, and with its end cut off', async () => {
    const { sealed, chunks, reference } = await sealAll(plain);
    const [first, second, last] = chunks.map(({ bytes }) => bytes) as [Uint8Array, Uint8Array, Uint8Array];
    const changed = fc.nat(sealed.length - 1).map((at) => {
      const bytes = Buffer.from(sealed);
      bytes[at]! ^= 1;
      return [bytes];
    });
    const open = (pieces: readonly Uint8Array[]): Promise<Buffer> => collect(openAttachment(of(...pieces), reference));
    await fc.assert(
      fc.asyncProperty(changed, async (pieces) => {
        await expect(open(pieces)).rejects.toMatchObject({ kind: 'tampered' });
      }),
      { numRuns: 12 },
    );
    await expect(open([second, first, last])).rejects.toMatchObject({ kind: 'tampered' });
    await expect(open([first, second, second, last])).rejects.toMatchObject({ kind: 'tampered' });
    await expect(open([sealed, Buffer.alloc(1)])).rejects.toMatchObject({ kind: 'tampered' });
    for (const cut of [[], [first], [first, last], [first, second], [first, second, last.subarray(0, -1)]]) {
      await expect(open(cut)).rejects.toMatchObject({ kind: 'truncated' });
    }
  });

  it('cannot be cut at a chunk even by who also changes its size', async () => {
    const { chunks } = await sealAll(plain);
    const pieces = chunks.slice(0, 2).map(({ bytes }) => bytes);
    const digest = await attachmentDigest(chunks.slice(0, 2).map((chunk) => chunk.digest));
    const reference = { secret: SECRET, size: 2 * CHUNK_BYTES, digest };
    await expect(collect(openAttachment(of(...pieces), reference))).rejects.toMatchObject({ kind: 'tampered' });
  });

  it('is refused as another attachment, by secret or by digest', async () => {
    const { sealed, reference } = await sealAll(plain);
    for (const other of [{ secret: drawAttachmentSecret() }, { digest: '0'.repeat(64) }]) {
      const opening = collect(openAttachment(of(sealed), { ...reference, ...other }));
      await expect(opening).rejects.toMatchObject({ kind: 'tampered' });
    }
    await expect(sealAll(plain, 'short')).rejects.toMatchObject({ kind: 'malformed' });
  });

  it('has a digest that others can compute: SHA-256 over the SHA-256 of each part', async () => {
    const { sealed, reference } = await sealAll(plain);
    const outer = createHash('sha256');
    for (let at = 0; at < sealed.length; at += SEALED_CHUNK_BYTES) {
      outer.update(
        createHash('sha256')
          .update(sealed.subarray(at, at + SEALED_CHUNK_BYTES))
          .digest(),
      );
    }
    expect(reference.digest).toBe(outer.digest('hex'));
    await expect(digestOfSealed(of(sealed))).resolves.toBe(reference.digest);
  });

  it('is taken up after a cut: what is there is not sent again, and comes out the same', async () => {
    const { chunks, summary } = await sealAll(plain);
    const known = new Map([[0, chunks[0]!.digest]]);
    const sent: SealedChunk[] = [];
    const again = await sendAttachment(of(plain), SECRET, async (chunk) => void sent.push(chunk), known);
    expect(again).toEqual(summary);
    expect(sent.map(({ index }) => index).sort()).toEqual([1, 2]);
    expect(sent.find(({ index }) => index === 1)!.bytes).toEqual(chunks[1]!.bytes);
  });

  it('never has two plaintexts under one nonce, though the file was changed before it was taken up', async () => {
    const changed = Buffer.from(plain);
    changed[3]! ^= 1;
    const [one, other] = await Promise.all([sealAll(plain), sealAll(changed)]);
    const prefix = ({ bytes }: SealedChunk): string => Buffer.from(bytes.subarray(0, 7)).toString('hex');
    expect(prefix(other.chunks[0]!)).not.toBe(prefix(one.chunks[0]!));
    expect(other.chunks[1]).toEqual(one.chunks[1]);
  });

  it('fails with the fault of who takes its parts, and stops reading', async () => {
    let read = 0;
    async function* endless(): AsyncGenerator<Uint8Array, void> {
      for (; read < 40; read += 1) yield plain.subarray(0, CHUNK_BYTES);
    }
    const fault = new Error('away');
    await expect(sendAttachment(endless(), SECRET, () => Promise.reject(fault))).rejects.toBe(fault);
    expect(read).toBeLessThan(12);
  });

  it('has no more than the limit', async () => {
    const piece = new Uint8Array(MAX_ATTACHMENT_BYTES / 2 + 1);
    const sealing = collect(
      (async function* () {
        for await (const { bytes } of sealAttachment(of(piece, piece), SECRET)) yield bytes.subarray(0, 1);
      })(),
    );
    await expect(sealing).rejects.toMatchObject({ kind: 'too-big' });
  });

  it('gives a part of it by its place alone', async () => {
    const { chunks } = await sealAll(plain);
    const cipher = await AttachmentCipher.of(SECRET);
    const opened = await cipher.openChunk(1, false, chunks[1]!.bytes);
    expect(Buffer.from(opened).equals(plain.subarray(CHUNK_BYTES, 2 * CHUNK_BYTES))).toBe(true);
    await expect(cipher.openChunk(0, false, chunks[1]!.bytes)).rejects.toMatchObject({ kind: 'tampered' });
  });
});
