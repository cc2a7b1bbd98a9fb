/** May a repeat of the same call help? `later`: yes, unchanged. `changed`: after the caller changed something. */
export type RetryAdvice = 'never' | 'later' | 'changed';

export interface ErrorRule {
  /** HTTP status. */
  readonly status: number;
  /** FHIR R4 issue-type code. */
  readonly issue: string;
  readonly retry: RetryAdvice;
  /** For people; no patient data, no input echoed. */
  readonly text: string;
}

const rule = (status: number, issue: string, retry: RetryAdvice, text: string): ErrorRule => ({
  status,
  issue,
  retry,
  text,
});

/** The one error table: chaincode throws these codes, gateways answer with them, the docs list them. */
export const ERRORS = {
  INPUT_MALFORMED: rule(400, 'structure', 'changed', 'The input is not well-formed.'),
  INPUT_INVALID: rule(422, 'value', 'changed', 'The input breaks a rule; see the faults.'),
  INPUT_TOO_LARGE: rule(413, 'too-long', 'changed', 'The input is larger than the limit.'),
  INPUT_COMMITMENT_MISMATCH: rule(422, 'invariant', 'changed', 'The private part does not match its commitment.'),
  INPUT_COMMAND_REUSED: rule(409, 'duplicate', 'changed', 'Another command was given under this command id.'),
  INPUT_CLOCK: rule(
    422,
    'business-rule',
    'later',
    'The time of the transaction lies before the last event of its object.',
  ),

  ACCESS_UNAUTHENTICATED: rule(401, 'login', 'changed', 'A valid access token is needed.'),
  ACCESS_UNKNOWN_ACTOR: rule(403, 'forbidden', 'changed', 'The caller is not in the registry.'),
  ACCESS_SUSPENDED: rule(403, 'suppressed', 'changed', 'The caller is suspended or has left.'),
  ACCESS_ROLE: rule(403, 'forbidden', 'never', 'The role of the caller does not allow this.'),
  ACCESS_RELATION: rule(403, 'forbidden', 'never', 'The caller has no such relation to the object.'),
  ACCESS_FOREIGN_ORGANISATION: rule(
    403,
    'forbidden',
    'never',
    'This gateway serves the people of its own organisation only.',
  ),
  ACCESS_REVOKED: rule(403, 'forbidden', 'never', 'The certificate of the caller is not accepted by the network.'),
  ACCESS_SCOPE: rule(403, 'business-rule', 'changed', 'A drug lies outside what the physician may prescribe.'),

  ACCESS_BASIS: rule(403, 'forbidden', 'never', 'Table III gives the caller no such right on that ground.'),
  ACCESS_NOT_PATIENT: rule(403, 'forbidden', 'never', 'The case is not about that patient.'),
  ACCESS_NO_RECEIPT: rule(
    403,
    'forbidden',
    'changed',
    'There is no receipt that lets the caller read this; open one first.',
  ),
  ACCESS_RECEIPT_OVER: rule(403, 'expired', 'changed', 'The window of the receipt is over; open another one.'),

  REGISTRY_FOUNDED: rule(409, 'duplicate', 'never', 'The consortium has been founded already.'),
  REGISTRY_NOT_FOUNDED: rule(409, 'business-rule', 'later', 'The consortium has not been founded yet.'),
  REGISTRY_UNKNOWN_MEMBER: rule(404, 'not-found', 'changed', 'No such member of that kind.'),
  REGISTRY_ACTOR_EXISTS: rule(409, 'duplicate', 'changed', 'An actor with this id is registered already.'),
  REGISTRY_ACTOR_NOT_FOUND: rule(404, 'not-found', 'changed', 'No such actor.'),
  REGISTRY_ROLE_OF_KIND: rule(422, 'business-rule', 'changed', 'An organisation of this kind does not give that role.'),
  REGISTRY_STATUS: rule(409, 'business-rule', 'changed', 'The status of the actor does not allow this.'),

  RX_NOT_FOUND: rule(404, 'not-found', 'changed', 'No such prescription.'),
  RX_EXISTS: rule(409, 'duplicate', 'changed', 'A prescription with this id exists already.'),
  RX_STATUS: rule(409, 'conflict', 'changed', 'The status of the prescription does not allow this.'),
  RX_VERSION_STALE: rule(412, 'conflict', 'changed', 'The object has changed since the caller read it.'),
  RX_OWN_REVIEW: rule(403, 'business-rule', 'never', 'An organisation cannot review its own prescription.'),
  RX_CLAIMED: rule(409, 'lock-error', 'later', 'Another reviewer holds the review.'),
  RX_NOT_CLAIMED: rule(409, 'business-rule', 'changed', 'The caller does not hold a live review lease.'),
  RX_FINDINGS_MISSING: rule(409, 'business-rule', 'changed', 'The automated findings must be recorded first.'),
  RX_SAME_REVIEWER: rule(409, 'business-rule', 'changed', 'A second reviewer must approve.'),
  RX_CODE_MISMATCH: rule(403, 'security', 'changed', 'The redemption code is not the one of this prescription.'),
  RX_NOT_NOMINATED: rule(403, 'business-rule', 'never', 'The prescription names another pharmacy.'),
  RX_HELD: rule(409, 'lock-error', 'later', 'A pharmacy holds the prescription.'),
  RX_NOT_HOLDER: rule(403, 'forbidden', 'never', 'The organisation of the caller does not hold the prescription.'),
  RX_LEASE_RUNNING: rule(409, 'lock-error', 'later', 'The lease of the pharmacy is still running.'),
  RX_LEASE_OVER: rule(409, 'business-rule', 'changed', 'The lease of the pharmacy is over; it must redeem again.'),
  RX_EXPIRED: rule(409, 'expired', 'never', 'The prescription is past its validity.'),
  RX_NOT_DUE: rule(409, 'business-rule', 'later', 'The prescription is not due to expire.'),
  RX_CANCELLATION_PENDING: rule(
    409,
    'business-rule',
    'changed',
    'A cancellation is pending; give the prescription back.',
  ),
  RX_QUANTITY: rule(422, 'business-rule', 'changed', 'More would be dispensed than was prescribed.'),
  RX_LINE: rule(422, 'business-rule', 'changed', 'A line does not exist or is closed.'),
  RX_SUBSTITUTION: rule(
    422,
    'business-rule',
    'changed',
    'The line does not allow a substitution, or no reason was given.',
  ),
  RX_WITHDRAW_LATE: rule(409, 'business-rule', 'never', 'The time to withdraw a dispensing is over.'),
  RX_NOTHING_TO_WITHDRAW: rule(409, 'business-rule', 'never', 'There is no dispensing to withdraw.'),
  RX_NOT_SETTLEABLE: rule(409, 'business-rule', 'later', 'The invoice has not been adjudicated.'),
  RX_NO_REPEAT: rule(409, 'business-rule', 'never', 'No further fill is prescribed.'),
  RX_FILL_EARLY: rule(409, 'business-rule', 'later', 'The interval between fills has not passed.'),
  RX_RETENTION: rule(409, 'business-rule', 'later', 'The retention period is not over.'),
  RX_ERASED: rule(410, 'deleted', 'never', 'The private data of this prescription was erased.'),
  RX_PRIVATE_ELSEWHERE: rule(
    404,
    'not-found',
    'never',
    'The organisation of the caller holds no private data of this object.',
  ),

  KEY_NOT_FOUND: rule(404, 'not-found', 'changed', 'No such encryption key.'),
  KEY_VERSION: rule(409, 'conflict', 'changed', 'Versions of a key follow one another; this one does not.'),
  KEY_STATUS: rule(409, 'business-rule', 'changed', 'The key is not in use any more.'),
  KEY_PROOF: rule(422, 'security', 'changed', 'The proof does not show possession of the key.'),
  KEY_MISSING: rule(409, 'business-rule', 'later', 'Somebody who must be able to read has no encryption key in use.'),
  KEY_ON_DEVICE: rule(
    409,
    'business-rule',
    'changed',
    "The key is on its owner's own device, which must do this; the gateway sees ciphertext only.",
  ),
  PROFILE_NOT_FOUND: rule(404, 'not-found', 'changed', 'No such profile.'),

  CASE_NOT_FOUND: rule(404, 'not-found', 'changed', 'No such case.'),
  CASE_EXISTS: rule(409, 'duplicate', 'changed', 'There is an object with this id already.'),
  CASE_STATUS: rule(409, 'conflict', 'changed', 'The status of the case does not allow this.'),
  CASE_SECTION_EMPTY: rule(404, 'not-found', 'changed', 'The section has no such version.'),
  CASE_VERSION_STALE: rule(412, 'conflict', 'changed', 'Another version was added to the section meanwhile.'),
  CASE_NO_KEY: rule(
    409,
    'business-rule',
    'later',
    'The content is not wrapped for a key of the caller; somebody who can open it must add a wrap.',
  ),
  CASE_TAMPERED: rule(502, 'security', 'later', 'What the holder answered is not what was committed to.'),
  CASE_PRIVATE_ELSEWHERE: rule(404, 'not-found', 'never', 'The organisation asked does not hold this part.'),
  CASE_EMERGENCY_NOT_FOUND: rule(404, 'not-found', 'changed', 'No such emergency for this case.'),
  CASE_EMERGENCY_OVER: rule(403, 'expired', 'changed', 'The emergency is over.'),
  CASE_EMERGENCY_REVIEWED: rule(409, 'duplicate', 'never', 'The emergency has been reviewed already.'),
  CASE_OWN_EMERGENCY: rule(403, 'business-rule', 'never', 'An organisation cannot review its own emergency.'),
  CASE_NOT_CUSTODIAN: rule(403, 'business-rule', 'never', 'A hospital keeps no emergency key of its own cases.'),
  CASE_RETENTION: rule(409, 'business-rule', 'later', 'The retention period is not over.'),
  CASE_HOLD: rule(409, 'business-rule', 'later', 'A legal hold stops the erasure.'),
  CASE_NO_HOLD: rule(409, 'business-rule', 'changed', 'There is no legal hold.'),
  CASE_ERASED: rule(410, 'deleted', 'never', 'The erasure of this part was asked for.'),
  CASE_ERASURE_NOT_FOUND: rule(404, 'not-found', 'changed', 'Nobody asked for the erasure of this part.'),
  CASE_ERASURE_CONFIRMED: rule(409, 'duplicate', 'never', 'The organisation has confirmed this erasure already.'),
  CASE_PUBLISHED: rule(409, 'duplicate', 'changed', 'The case is published already; withdraw it first.'),
  CASE_NOT_PUBLISHED: rule(409, 'business-rule', 'changed', 'The case is not published.'),
  CASE_IDENTIFYING: rule(
    422,
    'business-rule',
    'changed',
    'The summary holds what looks like an identifier; see the faults.',
  ),

  CONTENT_NOT_FOUND: rule(404, 'not-found', 'changed', 'The content store has no such attachment; ask another holder.'),
  CONTENT_INCOMPLETE: rule(409, 'incomplete', 'changed', 'Parts of the attachment are missing; send them first.'),
  CONTENT_FINISHED: rule(409, 'duplicate', 'changed', 'The attachment is finished and does not change; begin another.'),
  CONTENT_TAMPERED: rule(502, 'security', 'later', 'The attachment is not what was committed to.'),
  CONTENT_UNAVAILABLE: rule(503, 'transient', 'later', 'The content store cannot be reached, or is full.'),

  CONSENT_NOT_FOUND: rule(404, 'not-found', 'changed', 'No such grant.'),
  CONSENT_GRANTEE: rule(403, 'forbidden', 'never', 'The grant was given to somebody else.'),
  CONSENT_REVOKED: rule(403, 'forbidden', 'never', 'The patient has taken the grant back.'),
  CONSENT_EARLY: rule(403, 'business-rule', 'later', 'The grant does not hold yet.'),
  CONSENT_EXPIRED: rule(403, 'expired', 'never', 'The grant has run out.'),
  CONSENT_PURPOSE: rule(403, 'business-rule', 'changed', 'The grant was given for another purpose.'),
  CONSENT_SECTION: rule(403, 'business-rule', 'changed', 'The grant does not cover all of these sections.'),
  CONSENT_CASE: rule(403, 'business-rule', 'changed', 'The grant does not cover this case.'),
  CONSENT_RIGHT: rule(403, 'business-rule', 'changed', 'The grant gives another right: to read or to write.'),

  PAYMENT_NOT_FOUND: rule(404, 'not-found', 'changed', 'No invoice for this prescription.'),
  PAYMENT_STATUS: rule(409, 'conflict', 'changed', 'The status of the payment does not allow this.'),
  FULFILMENT_NOT_FOUND: rule(404, 'not-found', 'changed', 'No fulfilment for this prescription.'),
  FULFILMENT_STATUS: rule(409, 'conflict', 'changed', 'The status of the fulfilment does not allow this.'),

  RELEASE_DATASET_NOT_FOUND: rule(404, 'not-found', 'changed', 'No such data set.'),
  RELEASE_DATASET_EXISTS: rule(409, 'duplicate', 'changed', 'A data set with this id exists already.'),
  RELEASE_NOT_FOUND: rule(404, 'not-found', 'changed', 'No such release.'),
  RELEASE_EXISTS: rule(409, 'duplicate', 'changed', 'Another release was asked for under this id.'),
  RELEASE_STATUS: rule(409, 'conflict', 'changed', 'The status of the release does not allow this.'),
  RELEASE_NO_ACCOUNT: rule(422, 'business-rule', 'changed', 'The data set has no budget for this kind of guarantee.'),
  RELEASE_BUDGET: rule(
    409,
    'business-rule',
    'changed',
    'The rest of the privacy budget does not cover this release; every member must agree to raise the cap.',
  ),
  RELEASE_CAP: rule(422, 'business-rule', 'changed', 'A cap can only be raised.'),
  RELEASE_SCHEME: rule(
    409,
    'conflict',
    'changed',
    'The scheme is not the one that the ledger holds for this data set.',
  ),
  RELEASE_OWN_APPROVAL: rule(403, 'business-rule', 'never', 'A steward of another organisation must approve.'),
  RELEASE_NOT_READY: rule(409, 'business-rule', 'later', 'The release has not been published yet.'),
  RELEASE_ELSEWHERE: rule(404, 'not-found', 'never', 'The artefact lies at the gateway of the owner of the data set.'),
  RELEASE_ALTERED: rule(
    409,
    'security',
    'never',
    'The artefact is not the one that was published: its hash differs from the ledger. Do not use it.',
  ),
  RELEASE_ARTEFACT_LOST: rule(
    410,
    'deleted',
    'never',
    'The artefact is not in the store. Noise is never drawn twice: ask for a new release, at its own cost.',
  ),
  RELEASE_SOURCE: rule(
    422,
    'business-rule',
    'changed',
    'The rows of the data set cannot be used; see the faults. Nothing was charged, or nothing more.',
  ),
  RELEASE_REQUEST: rule(409, 'conflict', 'changed', 'The request kept here is not the one that the ledger holds.'),

  LEDGER_CONFLICT: rule(
    409,
    'conflict',
    'later',
    'Others changed the same objects at the same time; repeat the command.',
  ),
  LEDGER_ENDORSEMENT: rule(502, 'processing', 'later', 'The organisations did not agree on the result.'),
  LEDGER_POLICY: rule(403, 'processing', 'never', 'The endorsements do not satisfy the policy of the objects.'),
  LEDGER_UNAVAILABLE: rule(
    503,
    'transient',
    'later',
    'The network, or an organisation that must sign, cannot be reached.',
  ),
  LEDGER_OUTCOME_UNKNOWN: rule(
    504,
    'timeout',
    'later',
    'The outcome is not known yet; repeat the same command with the same command id.',
  ),
  LEDGER_INTERNAL: rule(500, 'exception', 'never', 'The ledger refused the transaction.'),

  GATEWAY_NOT_FOUND: rule(404, 'not-found', 'never', 'No such resource.'),
  GATEWAY_METHOD: rule(405, 'not-supported', 'never', 'The resource does not know this method.'),
  GATEWAY_RATE: rule(429, 'throttled', 'later', 'Too many requests.'),
  GATEWAY_BUSY: rule(503, 'transient', 'later', 'The gateway is overloaded.'),
  GATEWAY_INTERNAL: rule(500, 'exception', 'later', 'An unexpected fault of the gateway.'),
  GATEWAY_MEMBER_AWAY: rule(503, 'transient', 'later', 'The gateway of another member cannot be reached from here.'),
  GATEWAY_NO_STEWARD: rule(503, 'transient', 'later', 'The gateway has no steward to ask and purge for it.'),
  GATEWAY_MEDIA_TYPE: rule(415, 'not-supported', 'changed', 'The content type is not supported.'),
} as const satisfies Record<string, ErrorRule>;

export type ErrorCode = keyof typeof ERRORS;

/** Facts that go with a code: ids, statuses, versions, fault paths; never patient data. */
export interface ErrorDetail {
  /** What the caller may do instead: transaction names, or `contract:transaction`. */
  readonly allowed?: readonly string[];
  readonly status?: string;
  readonly version?: number;
  /** JSON pointers and rule names, never values. */
  readonly faults?: readonly { readonly path: string; readonly rule: string }[];
  readonly until?: number;
}

/** How an error crosses Fabric, which carries a string: `CODE {json}`. */
export const encodeError = (code: ErrorCode, detail: ErrorDetail = {}): string => `${code} ${JSON.stringify(detail)}`;

const WIRE = /([A-Z]+(?:_[A-Z]+)+) (\{.*\})/s;

/** Finds an encoded error in a message of Fabric's; undefined where there is none. */
export function decodeError(message: string): { code: ErrorCode; detail: ErrorDetail } | undefined {
  const match = WIRE.exec(message);
  if (match === null || !Object.hasOwn(ERRORS, match[1]!)) return undefined;
  try {
    return { code: match[1] as ErrorCode, detail: JSON.parse(match[2]!) as ErrorDetail };
  } catch {
    return undefined;
  }
}
