/** A file of an archive. */
export interface ArchiveFile {
  readonly name: string;
  readonly content: Uint8Array;
}

const BLOCK = 512;

const octal = (value: number, width: number): string => value.toString(8).padStart(width - 1, '0') + '\0';

/** A ustar header with no trace of when, where and by whom it was made. */
const headerOf = ({ name, content }: ArchiveFile): Buffer => {
  if (Buffer.byteLength(name) > 100) throw new RangeError('file names in a chaincode package have 100 bytes at most');
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0, 'utf8');
  header.write(octal(0o100644, 8), 100, 'ascii');
  header.write(octal(0, 8), 108, 'ascii');
  header.write(octal(0, 8), 116, 'ascii');
  header.write(octal(content.length, 12), 124, 'ascii');
  header.write(octal(0, 12), 136, 'ascii');
  header.write(' '.repeat(8), 148, 'ascii');
  header.write('0', 156, 'ascii');
  header.write('ustar\0' + '00', 257, 'ascii');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'ascii');
  return header;
};

/** An archive in tar's format: the same files in the same order make the same bytes, anywhere and at any time. */
export const createTar = (files: readonly ArchiveFile[]): Buffer =>
  Buffer.concat([
    ...files.flatMap((file) => [
      headerOf(file),
      Buffer.from(file.content),
      Buffer.alloc((BLOCK - (file.content.length % BLOCK)) % BLOCK),
    ]),
    Buffer.alloc(2 * BLOCK),
  ]);
