import { CA_CODE, CaError, unauthorised } from '../ca-error';
import type { RegisteredIdentity } from '../registry/identities';
import { HF } from './attribute-names';
import { checkMayManage, isTrue } from './caller';
import { withoutZeros } from './certificate-facts';
import { encodedCrl } from './crl';
import type { CaRequest } from './request';

/** One certificate that was revoked, named as Fabric CA names it: hexadecimal without leading zeros. */
export interface RevokedCertificate {
  readonly Serial: string;
  readonly AKI: string;
}

/** The answer to a revocation; the list, base64 of PEM, is empty unless it was asked for. */
export interface RevocationAnswer {
  readonly RevokedCerts: readonly RevokedCertificate[] | null;
  readonly CRL: string;
}

/** The numbers of the reasons, RFC 5280, 5.3.1. */
export const REASON = {
  unspecified: 0,
  keycompromise: 1,
  cacompromise: 2,
  affiliationchanged: 3,
  superseded: 4,
  cessationofoperation: 5,
  certificatehold: 6,
  removefromcrl: 8,
  privilegewithdrawn: 9,
  aacompromise: 10,
} as const;

const REASONS: ReadonlyMap<string, number> = new Map(Object.entries(REASON));

/** Revokes one certificate by serial and key, or an identity with all it has. Everybody may revoke themselves. */
export function revoke(request: CaRequest): RevocationAnswer {
  const { body, context } = request;
  const serial = withoutZeros(body.text('serial'));
  const aki = withoutZeros(body.text('aki'));
  const id = body.text('id');
  const reason = REASONS.get(body.text('reason')) ?? REASON.unspecified;
  const revoked = context.registry.transaction(() => {
    if (serial !== '' && aki !== '') return revokeCertificate(request, { serial, aki, id, reason });
    if (id !== '') return revokeIdentity(request, id, reason);
    const message = 'Either Name or Serial and AKI are required for a revoke request';
    throw new CaError(400, CA_CODE.revokeArgumentsMissing, message);
  });
  const wantsList = body.flag('gencrl') && revoked.length > 0;
  return { RevokedCerts: revoked.length > 0 ? revoked : null, CRL: wantsList ? encodedCrl(context) : '' };
}

function revokeCertificate(
  { context, caller }: CaRequest,
  wanted: { serial: string; aki: string; id: string; reason: number },
): RevokedCertificate[] {
  const { certificates, identities } = context.registry;
  const { serial, aki } = wanted;
  const named = `Certificate with serial ${serial} and AKI ${aki}`;
  const certificate = certificates.find(serial, aki);
  if (!certificate) {
    const message = `${named} was not found: Failed to get Certificate: sql: no rows in result set`;
    throw new CaError(404, CA_CODE.certificateNotFound, message);
  }
  checkRevoker(caller.identity, certificate.id);
  if (certificate.revokedAt) throw new CaError(404, CA_CODE.alreadyRevoked, `${named} was already revoked`);
  if (wanted.id !== '' && wanted.id !== certificate.id) {
    throw new CaError(400, CA_CODE.wrongOwner, `${named} is not owned by ${wanted.id}`);
  }
  const owner = identities.find(certificate.id) ?? identityNotFound(certificate.id);
  const isOwn = serial === caller.certificate?.serial && aki === caller.certificate.aki;
  if (!isOwn) checkMayManage(caller.identity, owner);
  certificates.revoke(serial, aki, wanted.reason, context.now());
  return [{ Serial: serial, AKI: aki }];
}

function revokeIdentity({ context, caller }: CaRequest, id: string, reason: number): RevokedCertificate[] {
  const { certificates, identities } = context.registry;
  checkRevoker(caller.identity, id);
  const identity = identities.find(id) ?? identityNotFound(id);
  if (caller.identity.id !== id) checkMayManage(caller.identity, identity);
  identities.revoke(id);
  const revoked = certificates.revokeAllOf(id, reason, context.now());
  return revoked.map(({ serial, aki }) => ({ Serial: serial, AKI: aki }));
}

function checkRevoker(caller: RegisteredIdentity, id: string): void {
  if (caller.id !== id && !isTrue(caller, HF.revoker)) throw unauthorised(`'${caller.id}' may not revoke`);
}

function identityNotFound(id: string): never {
  const message = `Identity ${id} was not found: Failed to get User: sql: no rows in result set`;
  throw new CaError(404, CA_CODE.revokedIdentityNotFound, message);
}
