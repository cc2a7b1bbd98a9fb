const REMEDIES = {
  corrupt: 'restore the file from a backup: without it, what was wrapped for this key alone stays shut',
  'bad-name': 'name the owner by actor id or MSP id',
  unreadable: 'make the folder readable for the user the gateway runs as',
  'unknown-key': 'list the keys of this owner, or make one',
  'own-device': 'do it on the device that keeps this key',
} as const;

export type KeyStoreFaultKind = keyof typeof REMEDIES;

/** A fault of the key store; the message says what to do, and nothing that is inside. */
export class KeyStoreError extends Error {
  constructor(
    readonly kind: KeyStoreFaultKind,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`${reason}; ${REMEDIES[kind]}`, options);
    this.name = 'KeyStoreError';
  }

  get code(): string {
    return `keys-${this.kind}`;
  }
}
