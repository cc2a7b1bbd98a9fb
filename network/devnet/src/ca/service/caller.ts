import { CA_CODE, CaError, unauthorised } from '../ca-error';
import { isBelow, type RegisteredIdentity } from '../registry/identities';
import { HF } from './attribute-names';
import { attributeOf, readBoolean, readList } from './attributes';

/** The types of identity the caller may manage. @throws CaError where it may manage none. */
export function registrarTypes(caller: RegisteredIdentity): string[] {
  const roles = attributeOf(caller.attributes, HF.roles);
  if (!roles) throw unauthorised(`'${caller.id}' is not a registrar`);
  return readList(roles);
}

export const isRegistrar = (caller: RegisteredIdentity): boolean => !!attributeOf(caller.attributes, HF.roles);

/** Whether one of the types a registrar manages is `type`; `*` is all of them. */
export const coversType = (types: readonly string[], type: string): boolean =>
  types.includes('*') || types.some((each) => each.toLowerCase() === (type || 'client').toLowerCase());

/** @throws CaError where the caller may not manage identities of `type`. */
export function checkType(caller: RegisteredIdentity, type: string): void {
  if (!coversType(registrarTypes(caller), type)) throw unauthorised(`registrar may not act on type '${type}'`);
}

/** @throws CaError where the affiliation is neither the caller's own nor below it. */
export function checkAffiliation(caller: RegisteredIdentity, affiliation: string): void {
  if (!isBelow(affiliation, caller.affiliation))
    throw unauthorised(`caller may not act on affiliation '${affiliation}'`);
}

/** @throws CaError where the caller may not manage this identity. */
export function checkMayManage(caller: RegisteredIdentity, identity: RegisteredIdentity): void {
  checkAffiliation(caller, identity.affiliation);
  checkType(caller, identity.type);
}

/** Whether an attribute that says yes or no says yes; absent says no. */
export const isTrue = (caller: RegisteredIdentity, attribute: string): boolean =>
  readBoolean(attributeOf(caller.attributes, attribute) ?? '') === true;

/** @throws CaError where the attribute is missing, false, or no boolean. */
export function checkRole(caller: RegisteredIdentity, attribute: string): void {
  const value = attributeOf(caller.attributes, attribute);
  if (value === undefined) throw unauthorised(`caller has no '${attribute}'`);
  const isGranted = readBoolean(value);
  if (isGranted === undefined) {
    throw new CaError(400, CA_CODE.invalidBoolean, `Failed to get boolean value of '${attribute}'`);
  }
  if (!isGranted) throw unauthorised(`'${attribute}' of the caller is false`);
}
