import { CA_CODE, CaError, notFound } from '../ca-error';
import type { Attribute, RegisteredIdentity } from '../registry/identities';
import { hashSecret } from '../registry/secret';
import { HF } from './attribute-names';
import { changeAttributes } from './attributes';
import { checkAffiliation, checkMayManage, checkType, coversType, registrarTypes } from './caller';
import { queryFlag } from './query';
import { checkAttributes } from './registrable-attributes';
import { registerIdentity, registrationIn } from './register';
import type { CaRequest } from './request';
import { REASON } from './revoke';

/** An identity as clients see it: never its secret, but to the registrar who set it. */
export interface IdentityView {
  readonly id: string;
  readonly type: string;
  readonly affiliation: string;
  readonly attrs: readonly Attribute[];
  readonly max_enrollments: number;
}

/** The answer to a change of an identity. */
export type IdentityAnswer = IdentityView & { readonly secret?: string; readonly caname: string };

/** The identities that the caller may manage. */
export function listIdentities({ context, caller }: CaRequest): { identities: IdentityView[]; caname: string } {
  const types = registrarTypes(caller.identity);
  const visible = context.registry.identities.below(caller.identity.affiliation);
  return {
    identities: visible.filter((each) => coversType(types, each.type)).map(viewOf),
    caname: context.name,
  };
}

/** One identity that the caller may manage. */
export const getIdentity = (request: CaRequest): IdentityAnswer => answerOf(request, manageable(request));

/** Registers an identity and shows it with its secret. */
export async function addIdentity(request: CaRequest): Promise<IdentityAnswer> {
  const { context, caller, body } = request;
  const id = body.text('id');
  if (id === '') throw new CaError(400, CA_CODE.addIdentity, "Missing 'ID' in request to add a new identity");
  const secret = await registerIdentity(context, caller.identity, registrationIn(body, id));
  return answerOf(request, context.registry.identities.find(id)!, secret);
}

/** Changes what the body names of an identity. */
export async function modifyIdentity(request: CaRequest): Promise<IdentityAnswer> {
  const { context, body } = request;
  const change = {
    type: body.text('type'),
    affiliation: body.text('affiliation'),
    attributes: body.attributes('attrs'),
    maxEnrolments: body.whole('max_enrollments'),
    secret: body.text('secret'),
  };
  // The one thing to wait for comes first, so that nobody changes the identity between reading and writing it.
  const hash = change.secret === '' ? undefined : await hashSecret(change.secret);
  const before = manageable(request);
  checkChange(request, before, change);
  const affiliation = change.affiliation === '.' ? '' : change.affiliation || before.affiliation;
  const type = change.type || before.type;
  const changed: RegisteredIdentity = {
    ...before,
    type,
    affiliation,
    maxEnrolments: limitAfter(before.maxEnrolments, change.maxEnrolments),
    attributes: changeAttributes(before.attributes, [
      ...change.attributes,
      ...(change.affiliation ? [{ name: HF.affiliation, value: affiliation, ecert: true }] : []),
      ...(change.type ? [{ name: HF.type, value: type, ecert: true }] : []),
    ]),
    ...(hash ? { secret: hash, failedLogins: 0 } : {}),
  };
  context.registry.identities.update(changed);
  return answerOf(request, changed, change.secret || undefined);
}

/** Removes an identity and revokes what it has. */
export function removeIdentity(request: CaRequest): IdentityAnswer {
  const { context, caller, parameter, query } = request;
  if (!context.isRemovalAllowed) throw new CaError(403, CA_CODE.removeIdentity, 'Identity removal is disabled');
  if (parameter === caller.identity.id && !queryFlag(query, 'force')) {
    throw new CaError(403, CA_CODE.removeIdentity, "Need to use 'force' option to delete your own identity");
  }
  const identity = manageable(request);
  context.registry.transaction(() => {
    context.registry.identities.remove(identity.id);
    context.registry.certificates.revokeAllOf(identity.id, REASON.cessationofoperation, context.now());
  });
  return answerOf(request, identity);
}

/** An identity without its secret. */
export const viewOf = (identity: RegisteredIdentity): IdentityView => ({
  id: identity.id,
  type: identity.type,
  affiliation: identity.affiliation,
  attrs: identity.attributes,
  max_enrollments: identity.maxEnrolments,
});

const answerOf = ({ context }: CaRequest, identity: RegisteredIdentity, secret?: string): IdentityAnswer => ({
  ...viewOf(identity),
  ...(secret ? { secret } : {}),
  caname: context.name,
});

function manageable({ context, caller, parameter }: CaRequest): RegisteredIdentity {
  const identity = context.registry.identities.find(parameter);
  if (!identity) throw notFound('User');
  checkMayManage(caller.identity, identity);
  return identity;
}

function checkChange(
  { context, caller }: CaRequest,
  identity: RegisteredIdentity,
  change: { readonly type: string; readonly affiliation: string; readonly attributes: readonly Attribute[] },
): void {
  const { affiliation, type, attributes } = change;
  if (affiliation !== '' && affiliation !== '.' && !context.registry.affiliations.has(affiliation)) {
    throw new CaError(400, CA_CODE.modifyIdentity, `Affiliation '${affiliation}' is not supported`);
  }
  if (affiliation !== '') checkAffiliation(caller.identity, affiliation);
  if (type !== '') checkType(caller.identity, type);
  checkAttributes({ registrar: caller.identity, wanted: attributes, identity });
}

// Zero leaves the limit as it is, -2 makes it zero: nobody enrols any more.
function limitAfter(before: number, asked: number): number {
  if (asked === -2) return 0;
  return asked === 0 ? before : asked;
}
