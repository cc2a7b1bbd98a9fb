import type { Identity } from '../identity/identity';
import { type AccessScope, checkAccess, refuseUnknownSigner } from '../peer/acl';

/** Something a client signed: what, who, and the signature. */
export interface SignedRequest {
  readonly data: Uint8Array;
  /** `msp.SerializedIdentity` */
  readonly identity: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * Lets whoever signed a request use a resource or not. A bad identity or signature is worded as a policy that nobody satisfied: so
 * does Fabric, which drops invalid signatures before it counts.
 * @throws AccessError
 */
export const authorise = (resource: string, scope: AccessScope, request: SignedRequest, now: Date): Identity => {
  const signer = verifiedSigner(scope, request, now);
  if (!signer) throw refuseUnknownSigner(resource, scope);
  checkAccess(resource, scope, signer);
  return signer;
};

/** Whoever signed a request; undefined where the identity is not of the channel or the signature does not hold. */
export const verifiedSigner = (
  { config }: Pick<AccessScope, 'config'>,
  { data, identity, signature }: SignedRequest,
  now: Date,
): Identity | undefined => {
  if (!config) return undefined;
  try {
    const signer = config.identity(identity, now);
    return signer.verify(data, signature) ? signer : undefined;
  } catch {
    return undefined;
  }
};
