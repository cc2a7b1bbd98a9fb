/** Patterns every identifier must match before it comes near a key. JSON Schema and chaincode read the same table. */
export const PATTERNS = {
  /** Random: 26 characters of Crockford base 32 (128 bits); a fill of a series adds `-<n>`. */
  prescriptionId: '^[0-9a-hjkmnp-tv-z]{26}(-[1-9][0-9]?)?$',
  /** Of cases, grants, receipts and emergencies. Random: 26 characters of Crockford base 32 (128 bits). */
  recordId: '^[0-9a-hjkmnp-tv-z]{26}$',
  /** Chosen by the steward: a word, never a name of a person. */
  datasetId: '^[a-z0-9][a-z0-9-]{1,62}$',
  /** A whole number, decimal: millionths of epsilon, millionths of a millionth of delta. */
  amount: '^(0|[1-9][0-9]{0,17})$',
  commandId: '^[A-Za-z0-9_-]{8,64}$',
  enrolmentId: '^[a-z0-9][a-z0-9-]{1,62}$',
  mspId: '^[A-Za-z][A-Za-z0-9.-]{1,62}$',
  actorId: '^[A-Za-z][A-Za-z0-9.-]{1,62}:[a-z0-9][a-z0-9-]{1,62}$',
  /** `<owner>/<use>/<version>`: the `kid` of a wrap. The owner is a person (actor id) or an organisation (MSP id). */
  keyId: '^[A-Za-z][A-Za-z0-9.-]{1,62}(:[a-z0-9][a-z0-9-]{1,62})?/(encryption|emergency)/[1-9][0-9]{0,5}$',
  base64url: '^[A-Za-z0-9_-]+$',
  /** SHA-256 or HMAC-SHA-256, lower-case hex. */
  digest: '^[0-9a-f]{64}$',
  /** 32 random bytes, lower-case hex. */
  salt: '^[0-9a-f]{64}$',
  /** 128 bits or more; its SHA-256 is public, so it must not be guessable. */
  redemptionCode: '^[0-9a-hjkmnp-tv-z]{26,64}$',
  reasonCode: '^[A-Z][A-Z0-9_]{1,39}$',
  /** ICD-10, three characters and, where given, a subdivision. */
  icd10: '^[A-Z][0-9]{2}(\\.[0-9A-Z]{1,4})?$',
  atc: '^[A-Z]([0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?)?$',
} as const;
