import { BLOCK, encodeHeader, paddingAfter } from '../archive/tar-header';

/** A file of an archive. */
export interface ArchiveFile {
  readonly name: string;
  readonly content: Uint8Array;
}

/** An archive in tar's format: the same files in the same order make the same bytes, anywhere and at any time. */
export const createTar = (files: readonly ArchiveFile[]): Buffer =>
  Buffer.concat([
    ...files.flatMap(({ name, content }) => [
      encodeHeader({ name, size: content.length, mode: 0o644 }),
      Buffer.from(content),
      Buffer.alloc(paddingAfter(content.length)),
    ]),
    Buffer.alloc(2 * BLOCK),
  ]);
