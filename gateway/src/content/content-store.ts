/** A part of a content: one sealed chunk of an attachment. */
export interface Part {
  /** From 0. */
  readonly index: number;
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of its bytes, lower-case hex. */
  readonly digest: string;
}

/** A whole content, finished and unchangeable. */
export interface Content {
  readonly id: string;
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of the digests of its parts, one after the other, lower-case hex: `attachmentDigest` of the client. */
  readonly digest: string;
  readonly parts: readonly Part[];
}

/** What is known of a content: parts may be missing until it is finished. */
export type ContentState =
  | { readonly state: 'absent' }
  | { readonly state: 'begun'; /** By index; one may be there with several digests. */ readonly parts: readonly Part[] }
  | { readonly state: 'finished'; readonly content: Content };

/** Bytes `from` to before `to` of a content. */
export interface ByteRange {
  readonly from: number;
  /** The end, unless given. */
  readonly to?: number;
}

/**
 * Ciphertext of attachments, by opaque id (`^[0-9a-z][0-9a-z-]{7,63}$`). A content is put in parts, in any order and
 * again after a cut, then finished: from then on it is whole and never changes. `PartedContentStore`
 * is the one; where the parts lie is behind `Blobs`: files, or S3. All calls fail with `bad-id`, `away` or `refused`.
 */
export interface ContentStore {
  /**
   * Keeps one part: once it is answered, its bytes survive a power cut. The same again is welcome, and so are other bytes
   * for a part that is there: `finish` says which count.
   * @param index from 0
   * @throws ContentError `bad-part`, `too-big`, `full`, `away`, `refused`
   */
  put(id: string, index: number, bytes: Uint8Array): Promise<Part>;
  /** What is there: after a cut, `begun` tells which parts need not be sent again. @throws ContentError `away` */
  stat(id: string): Promise<ContentState>;
  /**
   * Makes the content whole, at once or not at all. Repeated, it answers as before.
   * @param digests of all parts, in order
   * @throws ContentError `missing` with the parts that are not there; `finished` with other parts; `too-big`
   */
  finish(id: string, digests: readonly string[]): Promise<Content>;
  /**
   * Reads a finished content, each part checked before its bytes are given.
   * @throws ContentError `absent`, `bad-range`; while reading: `missing`, `tampered`, `away`
   */
  get(id: string, range?: ByteRange): Promise<AsyncIterable<Uint8Array>>;
  /** Removes a content and all its parts, begun or finished; whether there was anything. @throws ContentError `away` */
  delete(id: string): Promise<boolean>;
  /** Ids of all contents, begun or finished, that begin with `prefix`. @throws ContentError `away` */
  list(prefix: string): Promise<readonly string[]>;
  /** Ids of uploads that were begun, not finished, and not touched since (milliseconds of the epoch). */
  stale(before: number): Promise<readonly string[]>;
}
