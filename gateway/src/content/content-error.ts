const REMEDIES = {
  'bad-id': 'name the content by an opaque id of 8 to 64 lower-case letters, digits and hyphens',
  'bad-part': 'number the parts from 0 and give the size and SHA-256 of each',
  'bad-range': 'ask for bytes within the size that its state tells',
  absent: 'upload it, or ask another holder',
  missing: 'send the parts that are missing, or fetch it from another holder',
  tampered: 'send it again, or fetch it from another holder',
  finished: 'use a new id: what is finished never changes',
  'too-big': 'split it',
  full: 'make room, or raise the quota of the content store',
  refused: 'check the access key, the bucket, and what the key may do there',
  away: 'try again later: the content store does not answer',
} as const;

export type ContentFaultKind = keyof typeof REMEDIES;

/** A fault of a content store; the message says what to do, and nothing that is inside. */
export class ContentError extends Error {
  constructor(
    readonly kind: ContentFaultKind,
    reason: string,
    /** Indexes of parts that are not there, where `missing` says so. */
    readonly parts: readonly number[] = [],
    options?: ErrorOptions,
  ) {
    super(`${reason}; ${REMEDIES[kind]}`, options);
    this.name = 'ContentError';
  }

  get code(): string {
    return `content-${this.kind}`;
  }
}
