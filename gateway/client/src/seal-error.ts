const REMEDIES = {
  'bad-key': 'give a P-256 key as a JWK (RFC 7517)',
  'wrong-password': 'give the password that the key was exported under',
  'wrong-key': 'use the key that the wrap names',
  'not-recipient': 'ask somebody who can open it to wrap it for this key',
  'wrong-context': 'open it as what it was sealed as: it may have been put in the place of another',
  tampered: 'fetch it again from another holder; it was changed on its way or in its store',
  truncated: 'fetch it again: its end is missing',
  malformed: 'give it as it was sealed',
  'too-big': 'split it, or add it as an attachment',
  'too-many': 'wrap it for the rest in another step',
  'too-few': 'name at least one recipient: nobody could ever open it',
} as const;

export type SealErrorKind = keyof typeof REMEDIES;

/** What went wrong with a key, an envelope or an attachment, and what to do; never with anything that was inside. */
export class SealError extends Error {
  constructor(
    readonly kind: SealErrorKind,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`${reason}; ${REMEDIES[kind]}`, options);
    this.name = 'SealError';
  }

  get code(): string {
    return `seal-${this.kind}`;
  }
}

/** Is this what was thrown, and of this kind? Works across copies of the package, where `instanceof` does not. */
export const isSealError = (error: unknown, ...kinds: readonly SealErrorKind[]): error is SealError =>
  error instanceof Error &&
  error.name === 'SealError' &&
  (kinds.length === 0 || kinds.includes((error as SealError).kind));
