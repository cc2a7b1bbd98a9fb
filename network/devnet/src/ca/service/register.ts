import { CA_CODE, CaError, unauthorised } from '../ca-error';
import type { Attribute, RegisteredIdentity } from '../registry/identities';
import { drawSecret, hashSecret } from '../registry/secret';
import { HF } from './attribute-names';
import { checkAffiliation, checkType } from './caller';
import type { CaContext } from './context';
import { checkAttributes } from './registrable-attributes';
import type { CaRequest } from './request';

/** Whom a registrar wants registered. */
export interface Registration {
  readonly id: string;
  /** Drawn where it is empty. */
  readonly secret: string;
  /** The registrar's own where it is empty. */
  readonly type: string;
  /** The registrar's own where it is empty; `.` is the root. */
  readonly affiliation: string;
  readonly attributes: readonly Attribute[];
  /** Unlimited where it is zero or -1. */
  readonly maxEnrolments: number;
}

/** Answers `register` with the secret. */
export async function register({ context, caller, body }: CaRequest): Promise<{ secret: string }> {
  return { secret: await registerIdentity(context, caller.identity, registrationIn(body, body.text('id'))) };
}

/** The registration that a body asks for. */
export const registrationIn = (body: CaRequest['body'], id: string): Registration => ({
  id,
  secret: body.text('secret'),
  type: body.text('type'),
  affiliation: body.text('affiliation'),
  attributes: body.attributes('attrs'),
  maxEnrolments: body.whole('max_enrollments'),
});

/** Registers somebody on behalf of `registrar` and gives the secret. @throws CaError where it may not, or the name is taken. */
export async function registerIdentity(
  context: CaContext,
  registrar: RegisteredIdentity,
  registration: Registration,
): Promise<string> {
  checkId(registration.id);
  const type = registration.type || registrar.type;
  const affiliation = affiliationOf(registration.affiliation, registrar);
  checkMayRegister(context, registrar, { ...registration, type, affiliation });
  const secret = registration.secret || drawSecret();
  const maxEnrolments = limitOf(registration.maxEnrolments);
  const hash = await hashSecret(secret);
  const attributes = [...registration.attributes, ...ownAttributes(registration.id, type, affiliation)];
  const isNew = context.registry.identities.insert({
    id: registration.id,
    secret: hash,
    type,
    affiliation,
    attributes,
    maxEnrolments,
  });
  if (!isNew) {
    throw new CaError(409, CA_CODE.duplicateIdentity, `Identity '${registration.id}' is already registered`);
  }
  return secret;
}

/** The attributes that say who an identity is; they go into its certificates. */
export const ownAttributes = (id: string, type: string, affiliation: string): Attribute[] => [
  { name: HF.enrolmentId, value: id, ecert: true },
  { name: HF.type, value: type, ecert: true },
  { name: HF.affiliation, value: affiliation, ecert: true },
];

function checkMayRegister(context: CaContext, registrar: RegisteredIdentity, wanted: Registration): void {
  checkType(registrar, wanted.type);
  checkAffiliation(registrar, wanted.affiliation);
  if (wanted.affiliation !== '' && !context.registry.affiliations.has(wanted.affiliation)) {
    throw unauthorised(`there is no affiliation '${wanted.affiliation}'`);
  }
  checkAttributes({ registrar, wanted: wanted.attributes });
}

// Names stand in certificates, logs and paths: what cannot be written there is no name.
function checkId(id: string): void {
  if (/^\P{Cc}+$/u.test(id)) return;
  throw new CaError(400, CA_CODE.addIdentity, 'An enrollment ID must not be empty or hold control characters');
}

function affiliationOf(asked: string, registrar: RegisteredIdentity): string {
  if (asked === '.') return '';
  return asked === '' ? registrar.affiliation : asked;
}

function limitOf(asked: number): number {
  if (asked >= -1) return asked === 0 ? -1 : asked;
  const message = `Max enrollment in registration request may not be less than -1, but was ${asked}`;
  throw new CaError(400, CA_CODE.maxEnrolments, message);
}
