/** Every transaction takes one argument, a JSON object; a command carries an id of its caller's making. */
export interface Command {
  /** A repeat of the same command answers as the first did; another command under the same id is refused. */
  readonly commandId: string;
}

/** Keys of the transient map: what endorsers may see and the ledger may not. */
export const TRANSIENT = {
  /** Canonical JSON of the prescription's body. */
  body: 'body',
  /** 32 bytes, hex: the salt of the body's commitment. */
  salt: 'salt',
  /** The patient's redemption code. */
  code: 'code',
  /** Canonical JSON of what only the two parties of a step may read: dispensing record, invoice, delivery, findings, reason text. */
  detail: 'detail',
  detailSalt: 'detailSalt',
} as const;
