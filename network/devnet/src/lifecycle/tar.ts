/** One regular file of a tar archive. */
export interface TarEntry {
  readonly name: string;
  readonly content: Buffer;
}

/** An archive that cannot be read. */
export class TarError extends Error {
  override readonly name = 'TarError';
}

const blockSize = 512;
const regular = new Set(['0', '\0', '']);
/** Headers that describe the next entry or the archive rather than a file. */
const descriptive = new Set(['x', 'g', 'L', 'K']);
const directory = '5';

const text = (header: Buffer, start: number, length: number): string => {
  const field = header.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.subarray(0, end < 0 ? length : end).toString('utf8');
};

const octal = (header: Buffer, start: number, length: number): number => {
  const value = Number.parseInt(text(header, start, length).trim() || '0', 8);
  if (!Number.isSafeInteger(value)) throw new TarError('invalid tar header');
  return value;
};

const fullName = (header: Buffer): string => {
  const prefix = text(header, 345, 155);
  const name = text(header, 0, 100);
  return prefix === '' || !text(header, 257, 6).startsWith('ustar') ? name : `${prefix}/${name}`;
};

/**
 * The regular files of an uncompressed tar archive; folders are passed over.
 * @throws TarError for anything else than files and folders, or a truncated archive
 */
export const readTar = (archive: Buffer): TarEntry[] => {
  const entries: TarEntry[] = [];
  for (let at = 0; at + blockSize <= archive.length;) {
    const header = archive.subarray(at, at + blockSize);
    if (header.every((byte) => byte === 0)) break;
    const size = octal(header, 124, 12);
    const start = at + blockSize;
    if (start + size > archive.length) throw new TarError('unexpected EOF');
    const type = text(header, 156, 1);
    const name = fullName(header);
    if (regular.has(type)) entries.push({ name, content: archive.subarray(start, start + size) });
    else if (type !== directory && !descriptive.has(type)) {
      throw new TarError(`tar entry ${name} is not a regular file, type ${type.charCodeAt(0)}`);
    }
    at = start + Math.ceil(size / blockSize) * blockSize;
  }
  return entries;
};
