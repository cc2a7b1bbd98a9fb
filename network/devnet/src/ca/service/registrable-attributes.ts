import { unauthorised } from '../ca-error';
import type { Attribute, RegisteredIdentity } from '../registry/identities';
import { HF } from './attribute-names';
import { attributeOf, readBoolean, readList } from './attributes';

type Rule = (wanted: Attribute, request: AttributeRequest, owned: string) => string | undefined;

/** Attributes that a registrar wants to give, and whom to: nobody yet, at registration. */
export interface AttributeRequest {
  readonly registrar: RegisteredIdentity;
  readonly wanted: readonly Attribute[];
  readonly identity?: RegisteredIdentity;
}

// What may be given of the attributes the authority itself reads: each only by somebody who has it.
const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  [HF.revoker, giveBoolean],
  [HF.intermediateCa, giveBoolean],
  [HF.genCrl, giveBoolean],
  [HF.affiliationManager, giveBoolean],
  [HF.roles, giveRoles],
  [HF.delegateRoles, (wanted, request, owned) => giveRoles(wanted, request, owned) ?? checkDelegation(wanted, request)],
  [HF.registrarAttributes, giveRegistrarAttributes],
]);

const FIXED: readonly string[] = [HF.enrolmentId, HF.type, HF.affiliation];

/** @throws CaError where the registrar may not give one of the attributes. */
export function checkAttributes(request: AttributeRequest): void {
  for (const wanted of request.wanted) {
    const fault = faultOf(wanted, request);
    if (fault) throw unauthorised(`attribute '${wanted.name}' cannot be registered: ${fault}`);
  }
}

function faultOf(wanted: Attribute, request: AttributeRequest): string | undefined {
  const { name } = wanted;
  const own = request.registrar.attributes;
  if (!isListed(name, readList(attributeOf(own, HF.registrarAttributes) ?? ''))) return 'not in the registrar’s list';
  if (FIXED.includes(name)) return 'its value is fixed';
  const rule = RULES.get(name);
  if (!rule) return name.startsWith('hf.') ? 'the prefix is reserved' : undefined;
  const owned = attributeOf(own, name);
  return owned === undefined ? 'the registrar does not have it' : rule(wanted, request, owned);
}

function giveBoolean({ value }: Attribute, _request: AttributeRequest, owned: string): string | undefined {
  if (readBoolean(owned) !== true) return 'the registrar’s own value is not true';
  return value === '' || readBoolean(value) !== undefined ? undefined : 'its value is not a boolean';
}

function giveRoles({ value }: Attribute, _request: AttributeRequest, owned: string): string | undefined {
  return isSubset(readList(value), readList(owned)) ? undefined : 'it is more than the registrar has';
}

function checkDelegation(wanted: Attribute, { wanted: all, identity }: AttributeRequest): string | undefined {
  const roles = attributeOf(all, HF.roles) || attributeOf(identity?.attributes ?? [], HF.roles) || '';
  return isSubset(readList(wanted.value), readList(roles)) ? undefined : 'it is more than the roles of the identity';
}

function giveRegistrarAttributes(wanted: Attribute, request: AttributeRequest, owned: string): string | undefined {
  const has = (name: string) =>
    attributeOf(request.wanted, name) !== undefined ||
    attributeOf(request.identity?.attributes ?? [], name) !== undefined;
  for (const name of readList(wanted.value)) {
    if (!isListed(name, readList(owned))) return `'${name}' is not in the registrar’s list`;
    if (name.startsWith('hf.') && !has(name)) return `the identity does not have '${name}'`;
  }
  return undefined;
}

const isListed = (name: string, list: readonly string[]): boolean =>
  list.some((each) => (each.endsWith('*') ? name.startsWith(each.slice(0, -1)) : each === name));

const isSubset = (small: readonly string[], big: readonly string[]): boolean =>
  big.includes('*') || small.every((each) => big.some((other) => other.toLowerCase() === each.toLowerCase()));
