import { createReadStream } from 'node:fs';
import { isAbsolute } from 'node:path';
import { createGunzip } from 'node:zlib';
import { BLOCK, decodeHeader, paddingAfter } from './tar-header';

/** A file in an archive. Its content is read, in order, before the next file is asked for; what is left is passed over. */
export interface ArchivedFile {
  readonly name: string;
  readonly size: number;
  readonly mode: number;
  content(): AsyncGenerator<Buffer>;
}

/** Takes bytes from a stream in the portions that are asked for. */
class Bytes {
  #rest: Buffer = Buffer.alloc(0);
  readonly #source: AsyncIterator<Buffer>;

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** At most `most` bytes, at least one. @throws RangeError at the end */
  async some(most: number): Promise<Buffer> {
    while (this.#rest.length === 0) {
      const { value, done } = await this.#source.next();
      if (done) throw new RangeError('the archive ends in the middle: it is not whole');
      this.#rest = value;
    }
    const taken = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(taken.length);
    return taken;
  }

  async *take(count: number): AsyncGenerator<Buffer> {
    for (let left = count; left > 0;) {
      const chunk = await this.some(left);
      left -= chunk.length;
      yield chunk;
    }
  }

  async exactly(count: number): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.take(count)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }
}

const isSafe = (name: string): boolean => !isAbsolute(name) && !name.split('/').includes('..');

/**
 * The files of a `.tar.gz`, one after the other, whatever its size.
 * @throws RangeError where it is none, not whole, or names a file outside of where it is unpacked
 */
export async function* readArchive(path: string): AsyncGenerator<ArchivedFile> {
  const file = createReadStream(path);
  const unzipped = createGunzip();
  file.on('error', (error) => unzipped.destroy(error)).pipe(unzipped);
  const bytes = new Bytes(unzipped);
  try {
    for (;;) {
      const header = decodeHeader(await bytes.exactly(BLOCK));
      if (!header) return;
      if (!isSafe(header.name)) throw new RangeError(`the archive names a file outside of itself: ${header.name}`);
      let left = header.size;
      const content = async function* () {
        while (left > 0) {
          const chunk = await bytes.some(left);
          left -= chunk.length;
          yield chunk;
        }
      };
      if (header.type === '0') yield { name: header.name, size: header.size, mode: header.mode, content };
      while (left > 0) left -= (await bytes.some(left)).length;
      await bytes.exactly(paddingAfter(header.size));
    }
  } finally {
    unzipped.destroy();
    file.destroy();
  }
}
