import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, renameSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { AuthorityContents } from '../ca';
import { RequestError } from '../request-error';
import type { Dump, DumpedBlock, DumpHeader } from './dump';

const FORMAT = 'fabric-devnet dump';
const VERSION = 1;

const warning = 'holds the private keys of all organisations and all private data of their ledgers';

/** Lines of a dump, each a JSON object; `network/devnet/README.md` says what stands in them. */
type Line =
  | (DumpHeader & { readonly format: string; readonly version: number; readonly warning: string })
  | { readonly organisation: string; readonly authority: AuthorityContents }
  | { readonly organisation: string; readonly package: string }
  | {
      readonly channel: string;
      readonly block: number;
      readonly bytes: string;
      readonly timeShift: number;
      readonly private: readonly { readonly transaction: number; readonly mspId: string; readonly set: string }[];
    };

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

function* linesOf(dump: Dump): Generator<Line> {
  const { organisations, channels, timeShift, contents, blocks } = dump;
  yield { format: FORMAT, version: VERSION, warning, organisations, channels, timeShift };
  for (const [organisation, { authority, packages }] of contents) {
    yield { organisation, authority };
    for (const bytes of packages) yield { organisation, package: base64(bytes) };
  }
  for (const [channel, all] of blocks) {
    for (const { number, bytes, timeShift: shift, privateRecords } of all) {
      const records = privateRecords.map(({ set, ...rest }) => ({ ...rest, set: base64(set) }));
      yield { channel, block: number, bytes: base64(bytes), timeShift: shift, private: records };
    }
  }
}

/** The lines as text; the last one counts and seals the others. */
function* textOf(lines: Iterable<Line>): Generator<string> {
  const hash = createHash('sha256');
  let count = 0;
  for (const line of lines) {
    const text = `${JSON.stringify(line)}\n`;
    hash.update(text);
    count += 1;
    yield text;
  }
  yield `${JSON.stringify({ lines: count, sha256: hash.digest('hex') })}\n`;
}

/** Writes a dump, readable for its owner alone; the file is there whole or not at all. */
export const writeDump = async (file: string, dump: Dump): Promise<void> => {
  const fresh = `${file}.new`;
  try {
    await pipeline(Readable.from(textOf(linesOf(dump))), createGzip(), createWriteStream(fresh, { mode: 0o600 }));
    renameSync(fresh, file);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw new RequestError('invalid', `the dump could not be written to ${file}: ${(error as Error).message}`);
  }
};

class Collector {
  private header: DumpHeader | undefined;
  private readonly contents = new Map<string, { authority: AuthorityContents; packages: Uint8Array[] }>();
  private readonly blocks = new Map<string, DumpedBlock[]>();

  take(line: Line): void {
    if ('format' in line) this.takeHeader(line);
    else if ('authority' in line) this.contents.set(line.organisation, { authority: line.authority, packages: [] });
    else if ('package' in line) this.contents.get(line.organisation)!.packages.push(bytesOf(line.package));
    else this.takeBlock(line);
  }

  dump(): Dump {
    if (!this.header) throw new Error('it has no first line');
    return { ...this.header, contents: this.contents, blocks: this.blocks };
  }

  private takeHeader({ format, version, organisations, channels, timeShift }: Extract<Line, { format: string }>): void {
    if (format !== FORMAT) throw new Error('it is something else');
    if (version !== VERSION) throw new Error(`it is of version ${version}, this release reads ${VERSION}`);
    this.header = { organisations, channels, timeShift };
  }

  private takeBlock(line: Extract<Line, { block: number }>): void {
    const all = this.blocks.get(line.channel) ?? [];
    this.blocks.set(line.channel, all);
    const privateRecords = line.private.map(({ set, ...rest }) => ({ ...rest, set: bytesOf(set) }));
    all.push({ number: line.block, bytes: bytesOf(line.bytes), timeShift: line.timeShift, privateRecords });
  }
}

/**
 * Reads a dump.
 * @throws RequestError where the file is none, is of another version, or is not as it was written
 */
export const readDump = async (file: string): Promise<Dump> => {
  const hash = createHash('sha256');
  const collector = new Collector();
  let count = 0;
  let seal: { lines: number; sha256: string } | undefined;
  try {
    const source = createReadStream(file);
    const text = source.pipe(createGunzip());
    source.once('error', (error) => text.destroy(error));
    for await (const line of createInterface({ input: text, crlfDelay: Infinity })) {
      const read = JSON.parse(line) as Line | { lines: number; sha256: string };
      if ('sha256' in read) {
        seal = read;
        continue;
      }
      hash.update(`${line}\n`);
      count += 1;
      collector.take(read);
    }
    if (seal?.lines !== count || seal.sha256 !== hash.digest('hex')) throw new Error('it was cut short or changed');
    return collector.dump();
  } catch (error) {
    throw new RequestError('invalid', `${file} is no dump of a devnet that can be loaded: ${(error as Error).message}`);
  }
};
