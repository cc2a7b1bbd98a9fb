/** A named piece of bytes, as a list tells of it. */
export interface BlobEntry {
  /** `<folder>/<name>` */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly modified: number;
}

/**
 * Named pieces of bytes, each written whole or not at all: what a content store needs of a disk or of S3. Names are
 * `<folder>/<name>`, both of lower-case letters, digits, hyphens and dots.
 */
export interface Blobs {
  /** @param digest SHA-256 of the bytes, lower-case hex @throws ContentError `full`, `away`, `refused` */
  put(name: string, bytes: Uint8Array, digest: string): Promise<void>;
  /** Undefined where there is none. */
  get(name: string): Promise<Uint8Array | undefined>;
  /** What is in a folder, or in all of them. */
  list(folder?: string): Promise<readonly BlobEntry[]>;
  /** Nothing happens where there is none. */
  delete(name: string): Promise<void>;
  /** Resolves once a folder would survive a power cut as it is. */
  settle(folder: string): Promise<void>;
}
