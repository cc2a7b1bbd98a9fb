import { CA_CODE, CaError, unauthorised } from '../ca-error';
import { HF } from './attribute-names';
import { isTrue } from './caller';
import type { CaContext } from './context';
import type { CaRequest } from './request';

/** Which revoked certificates a list holds: all of them where nothing is said. The ends are not included. */
export interface CrlFilter {
  readonly revokedAfter?: Date | undefined;
  readonly revokedBefore?: Date | undefined;
  readonly expireAfter?: Date | undefined;
  readonly expireBefore?: Date | undefined;
}

/** Answers `gencrl`: base64 of PEM. */
export function generateCrl({ context, caller, body }: CaRequest): { CRL: string } {
  if (!isTrue(caller.identity, HF.genCrl)) throw unauthorised(`'${caller.identity.id}' may not generate a CRL`);
  const filter = {
    revokedAfter: body.time('revokedafter'),
    revokedBefore: body.time('revokedbefore'),
    expireAfter: body.time('expireafter'),
    expireBefore: body.time('expirebefore'),
  };
  if (filter.revokedBefore && filter.revokedAfter && filter.revokedAfter > filter.revokedBefore) {
    throw outOfOrder(CA_CODE.revokedAfter, 'revokedafter', 'revokedbefore');
  }
  if (filter.expireBefore && filter.expireAfter && filter.expireAfter > filter.expireBefore) {
    throw outOfOrder(CA_CODE.expiredAfter, 'expireafter', 'expirebefore');
  }
  return { CRL: encodedCrl(context, filter) };
}

/** The list of what is revoked, PEM. */
export function currentCrl({ registry, authority }: CaContext, filter: CrlFilter = {}): string {
  const revoked = registry.certificates.list({
    isRevoked: true,
    revokedFrom: shifted(filter.revokedAfter, 1),
    revokedTo: shifted(filter.revokedBefore, -1),
    expiresFrom: shifted(filter.expireAfter, 1),
    expiresTo: shifted(filter.expireBefore, -1),
  });
  return authority.crl(revoked.map(({ serial, revokedAt }) => ({ serial, revokedAt: revokedAt! })));
}

/** {@link currentCrl} as it travels in answers. */
export const encodedCrl = (context: CaContext, filter?: CrlFilter): string =>
  Buffer.from(currentCrl(context, filter)).toString('base64');

const shifted = (time: Date | undefined, milliseconds: number): Date | undefined =>
  time && new Date(time.getTime() + milliseconds);

const outOfOrder = (code: number, after: string, before: string): CaError =>
  new CaError(400, code, `Invalid '${after}' value. It must not be a timestamp greater than '${before}'`);
