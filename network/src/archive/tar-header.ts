/** What a tar header says of a file. */
export interface TarHeader {
  /** With forward slashes, relative, at most 255 bytes. */
  readonly name: string;
  readonly size: number;
  /** Permissions, as 0o644. */
  readonly mode: number;
}

/** Tar counts in blocks of this many bytes. */
export const BLOCK = 512;

/** How many bytes follow a content of that size up to the next block. */
export const paddingAfter = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;

const octal = (value: number, width: number): string => value.toString(8).padStart(width - 1, '0') + '\0';

/** A long name is split at a slash: its end goes into the field of 100 bytes, what stands before into that of 155. */
const splitName = (name: string): { readonly prefix: string; readonly rest: string } => {
  if (Buffer.byteLength(name) <= 100) return { prefix: '', rest: name };
  for (let at = name.indexOf('/'); at > 0; at = name.indexOf('/', at + 1)) {
    const [prefix, rest] = [name.slice(0, at), name.slice(at + 1)];
    if (Buffer.byteLength(rest) <= 100 && Buffer.byteLength(prefix) <= 155) return { prefix, rest };
  }
  throw new RangeError(`a file's name is too long for an archive: ${name}`);
};

/** A ustar header with no trace of when, where and by whom it was made. */
export const encodeHeader = ({ name, size, mode }: TarHeader): Buffer => {
  const { prefix, rest } = splitName(name);
  const header = Buffer.alloc(BLOCK);
  header.write(rest, 0, 'utf8');
  header.write(octal(0o100000 | mode, 8), 100, 'ascii');
  header.write(octal(0, 8), 108, 'ascii');
  header.write(octal(0, 8), 116, 'ascii');
  header.write(octal(size, 12), 124, 'ascii');
  header.write(octal(0, 12), 136, 'ascii');
  header.write('0', 156, 'ascii');
  header.write('ustar\0' + '00', 257, 'ascii');
  header.write(prefix, 345, 'utf8');
  header.write(`${checksum(header).toString(8).padStart(6, '0')}\0 `, 148, 'ascii');
  return header;
};

/** The field that holds the sum itself counts as blanks. */
const checksum = (header: Buffer): number =>
  header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0);

const textAt = (header: Buffer, from: number, length: number): string =>
  header.toString('utf8', from, from + length).replace(/\0[\s\S]*$/, '');

const numberAt = (header: Buffer, from: number, length: number): number =>
  parseInt(textAt(header, from, length).trim() || '0', 8);

/** A header as it was read; `type` is tar's own letter: `0` a file, `5` a folder. */
export interface FoundHeader extends TarHeader {
  readonly type: string;
}

/**
 * Reads a header block; undefined for the block of zeros that ends an archive.
 * @throws RangeError where it is no header
 */
export const decodeHeader = (header: Buffer): FoundHeader | undefined => {
  if (header.every((byte) => byte === 0)) return undefined;
  if (numberAt(header, 148, 8) !== checksum(header)) throw new RangeError('this is no tar archive, or it is damaged');
  const prefix = textAt(header, 257, 5) === 'ustar' ? textAt(header, 345, 155) : '';
  const rest = textAt(header, 0, 100);
  return {
    name: prefix ? `${prefix}/${rest}` : rest,
    size: numberAt(header, 124, 12),
    mode: numberAt(header, 100, 8) & 0o777,
    type: textAt(header, 156, 1) || '0',
  };
};
