const REMEDIES = {
  'wrong-password': 'give the password (or key file) this store was made with',
  corrupt: 'restore the file from a backup, or remove it and enrol or import the person again',
  unreadable: 'make the file readable for the user the gateway runs as',
  unwritable: 'make room on the disk, or make the folder writable for the user the gateway runs as',
  'too-open': 'take the rights of group and others away: chmod 600',
  foreign: 'import identities of this gateway’s own organisation alone',
  unsupported: 'enrol the person again with a P-256 key and an X.509 certificate',
  'bad-name': 'use an opaque id of lower-case letters, digits and hyphens',
} as const;

export type IdentityFaultKind = keyof typeof REMEDIES;

/** A fault of the identity store; the message names the file and the remedy, and nothing that is inside. */
export class IdentityError extends Error {
  constructor(
    readonly kind: IdentityFaultKind,
    readonly file: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`${file}: ${reason}; ${REMEDIES[kind]}`, options);
    this.name = 'IdentityError';
  }

  get code(): string {
    return `identity-${this.kind}`;
  }
}
