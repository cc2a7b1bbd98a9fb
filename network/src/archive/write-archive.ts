import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { BLOCK, encodeHeader, paddingAfter } from './tar-header';

/** A file on its way into an archive. */
export interface FileToArchive {
  readonly name: string;
  readonly mode: number;
  readonly size: number;
  /** Bytes, or the path of the file that holds them. */
  readonly content: Uint8Array | string;
}

async function* tarOf(files: readonly FileToArchive[], onFile: (done: number) => void): AsyncGenerator<Uint8Array> {
  for (const [index, { content, ...header }] of files.entries()) {
    yield encodeHeader(header);
    if (typeof content !== 'string') yield content;
    else if (header.size > 0) yield* createReadStream(content, { end: header.size - 1 }) as AsyncIterable<Buffer>;
    yield Buffer.alloc(paddingAfter(header.size));
    onFile(index + 1);
  }
  yield Buffer.alloc(2 * BLOCK);
}

/** Writes a `.tar.gz`, whole or not at all, readable for its owner alone. `onFile` hears how many files are in it so far. */
export const writeArchive = async (
  path: string,
  files: readonly FileToArchive[],
  onFile: (done: number) => void = () => undefined,
): Promise<void> => {
  const draft = `${path}.new`;
  try {
    const target = createWriteStream(draft, { mode: 0o600, flush: true });
    // Ledgers hold hashes and keys, which no level makes much smaller.
    await pipeline(Readable.from(tarOf(files, onFile)), createGzip({ level: 1 }), target);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
};
