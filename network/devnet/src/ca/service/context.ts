import type { CertificateAuthority } from '../issuer';
import type { Registry } from '../registry';
import { CA_CODE, CaError } from '../ca-error';

/** What every request to one certificate authority is answered from. */
export interface CaContext {
  /** The name clients call it by, `caname`. */
  readonly name: string;
  readonly authority: CertificateAuthority;
  readonly registry: Registry;
  readonly now: () => Date;
  /** Whether identities and affiliations may be removed, and not revoked alone. */
  readonly isRemovalAllowed: boolean;
  /** Whether tokens may sign the body alone, as clients before 1.4 did. Such a token fits every request with that body. */
  readonly acceptsShortTokens: boolean;
}

/** Wrong secrets in a row until an identity is locked. */
export const PASSWORD_ATTEMPTS = 10;

/** @throws CaError where the request is for an authority of another name. */
export function checkCaName(context: CaContext, name: string): void {
  if (name !== '' && name !== context.name) throw new CaError(404, CA_CODE.caNotFound, `CA '${name}' does not exist`);
}
