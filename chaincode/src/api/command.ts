/** Every transaction takes one argument, a JSON object; a command carries an id of its caller's making. */
export interface Command {
  /** A repeat of the same command answers as the first did; another command under the same id is refused. */
  readonly commandId: string;
}

/** Keys of the transient map: what endorsers may see and the ledger may not. */
export const TRANSIENT = {
  /** Canonical JSON of the prescription's body. */
  body: 'body',
  /** 32 bytes, hex: the salt of the commitment to the body or the envelope. */
  salt: 'salt',
  /** The patient's redemption code. */
  code: 'code',
  /** Canonical JSON of what only the two parties of a step may read: dispensing record, invoice, delivery, findings, reason text. */
  detail: 'detail',
  detailSalt: 'detailSalt',
  /** A JWE in general JSON serialisation (`Envelope`): a version of a section, a patient's profile, a reason. */
  envelope: 'envelope',
  /** Actor id of the patient a case is about. */
  patient: 'patient',
  /** 32 bytes, hex: the salt of a case's `subject`. Who shows it proves that the case is about a certain patient. */
  subjectSalt: 'subjectSalt',
  /** JSON of `VersionWraps[]` or `EmergencyWrap[]`: wraps that are added to what is there. */
  wraps: 'wraps',
  /** JSON of `PrivateHolding[]`, from `case:Holdings`: private keys of wraps that an erasure removes. */
  holdings: 'holdings',
} as const;
