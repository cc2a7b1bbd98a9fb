/** The numbers by which clients of a Fabric CA tell errors apart, as far as this authority gives them. */
export const CA_CODE = {
  unknown: 0,
  methodNotAllowed: 1,
  noAuthorization: 2,
  unreadableBody: 3,
  emptyBody: 4,
  badBody: 5,
  certificateNotFound: 8,
  wrongOwner: 9,
  revokedIdentityNotFound: 10,
  revokeArgumentsMissing: 15,
  affiliation: 16,
  caNotFound: 19,
  authentication: 20,
  badCsr: 31,
  revokedAfter: 36,
  expiredAfter: 37,
  addIdentity: 52,
  removeIdentity: 56,
  modifyIdentity: 58,
  addAffiliation: 60,
  removeAffiliation: 61,
  notFound: 63,
  modifyAffiliation: 64,
  alreadyRevoked: 66,
  gettingCertificate: 67,
  authorization: 71,
  passwordAttempts: 73,
  duplicateIdentity: 74,
  commonName: 77,
  invalidBoolean: 79,
  csrInput: 80,
  maxEnrolments: 82,
} as const;

/** A request the authority refuses: what the client is told, and what the log keeps beside it. */
export class CaError extends Error {
  override readonly name = 'CaError';

  /** @param reason for the log alone; carries no secret. */
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
    readonly reason: string = message,
  ) {
    super(message);
  }
}

/** The caller is not who it says; the client is not told why. */
export const unauthenticated = (reason: string): CaError =>
  new CaError(401, CA_CODE.authentication, 'Authentication failure', reason);

/** The caller may not do this; the client is not told why. */
export const unauthorised = (reason: string): CaError =>
  new CaError(403, CA_CODE.authorization, 'Authorization failure', reason);

/** A record that is not there, in the words the real database layer uses. */
export const notFound = (kind: 'User' | 'affiliation'): CaError =>
  new CaError(404, CA_CODE.notFound, `Failed to get ${kind}: sql: no rows in result set`);
