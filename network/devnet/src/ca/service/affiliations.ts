import { CA_CODE, CaError, notFound, unauthorised } from '../ca-error';
import { isBelow, type RegisteredIdentity } from '../registry/identities';
import { affiliationTree, type AffiliationView } from './affiliation-tree';
import { HF } from './attribute-names';
import { checkAffiliation, checkRole, isRegistrar } from './caller';
import { queryFlag } from './query';
import { renameAffiliation } from './rename-affiliation';
import type { CaRequest } from './request';
import { REASON } from './revoke';

/** The answer about an affiliation: it, what is below it, and the identities a change touched. */
export type AffiliationAnswer = AffiliationView & { readonly caname: string };

/** All affiliations that the caller stands above. */
export function listAffiliations(request: CaRequest): AffiliationAnswer {
  const { context, caller } = managing(request);
  const names = context.registry.affiliations.below(caller.identity.affiliation);
  const roots = affiliationTree(names);
  if (roots.length === 0) {
    throw new CaError(404, CA_CODE.affiliation, 'No affiliations are configured on the CA');
  }
  const tree = roots.length === 1 ? roots[0]! : { name: '', affiliations: roots };
  return { ...tree, caname: context.name };
}

/** One affiliation and what is below it. */
export function getAffiliation(request: CaRequest): AffiliationAnswer {
  const { context, caller, parameter } = managing(request);
  checkAffiliation(caller.identity, parameter);
  if (!context.registry.affiliations.has(parameter)) throw notFound('affiliation');
  return answerOf(request, context.registry.affiliations.below(parameter));
}

/** Adds an affiliation; with `force` its ancestors too. */
export function addAffiliation(request: CaRequest): AffiliationAnswer {
  const { context, caller, body, query } = managing(request);
  const { affiliations } = context.registry;
  const name = body.text('name');
  checkAffiliationName(name);
  if (affiliations.has(name)) throw new CaError(409, CA_CODE.addAffiliation, 'Affiliation already exists');
  checkAffiliation(caller.identity, name);
  const parts = name.split('.');
  const parent = parts.slice(0, -1).join('.');
  const isForced = queryFlag(query, 'force');
  if (!isForced && parent !== '' && !affiliations.has(parent)) throw notFound('affiliation');
  context.registry.transaction(() => {
    parts.forEach((_, at) => affiliations.add(parts.slice(0, at + 1).join('.')));
  });
  return { name, caname: context.name };
}

/** Renames an affiliation; with `force` though it has identities, which move with it. */
export function modifyAffiliation(request: CaRequest): AffiliationAnswer {
  const { context, caller, body, query, parameter } = managing(request);
  const to = body.text('name');
  checkAffiliation(caller.identity, parameter);
  checkAffiliation(caller.identity, to);
  checkAffiliationName(to);
  const moved = renameAffiliation(context.registry, {
    from: parameter,
    to,
    isForced: queryFlag(query, 'force'),
    isRegistrar: isRegistrar(caller.identity),
  });
  return answerOf(request, context.registry.affiliations.below(to), moved);
}

/** Removes an affiliation; with `force` though there are others below it or identities in it. */
export function removeAffiliation(request: CaRequest): AffiliationAnswer {
  const { context, caller, query, parameter } = managing(request);
  const { affiliations, identities, certificates } = context.registry;
  if (!context.isRemovalAllowed) throw unauthorised('affiliations may not be removed');
  if (caller.identity.affiliation === parameter) throw unauthorised('it is the caller’s own affiliation');
  checkAffiliation(caller.identity, parameter);
  const isForced = queryFlag(query, 'force');
  if (!affiliations.has(parameter)) throw notFound('affiliation');
  const names = affiliations.below(parameter);
  const members = identities.below(parameter);
  if (members.length > 0 && !isRegistrar(caller.identity)) throw unauthorised('identities are affected');
  if (!isForced && (members.length > 0 || names.length > 1)) {
    throw unauthorised(`'${parameter}' has identities or affiliations below it, and force was not asked for`);
  }
  context.registry.transaction(() => {
    for (const { id } of members) {
      identities.remove(id);
      certificates.revokeAllOf(id, REASON.affiliationchanged, context.now());
    }
    names.forEach((name) => affiliations.remove(name));
  });
  return answerOf(request, names, members);
}

function managing(request: CaRequest): CaRequest {
  checkRole(request.caller.identity, HF.affiliationManager);
  return request;
}

function answerOf(
  { context, parameter }: CaRequest,
  names: readonly string[],
  members: readonly RegisteredIdentity[] = [],
): AffiliationAnswer {
  const root = affiliationTree(names, members).find(({ name }) => names.every((each) => isBelow(each, name)));
  return { ...(root ?? { name: parameter }), caname: context.name };
}

function checkAffiliationName(name: string): void {
  if (name === '' || name.split('.').includes('')) {
    throw new CaError(400, CA_CODE.addAffiliation, 'An affiliation needs a name whose parts are not empty');
  }
}
