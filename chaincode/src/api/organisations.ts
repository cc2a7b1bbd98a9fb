/** What a member is in the consortium (paper, section IV, figure 2). Registry data: an MSP's name says nothing about it. */
export const ORGANISATION_KINDS = ['hospital', 'centre', 'pharmacy', 'third-party'] as const;
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number];

export const ROLES = [
  'registrar',
  'physician',
  'clerk',
  'patient',
  'steward',
  'auditor',
  'reviewer',
  'dispenser',
  'payer',
  'courier',
  'researcher',
  'custodian',
] as const;
/** Certificate attribute `rx.role`, set by the organisation's registrar. */
export type Role = (typeof ROLES)[number];

export const ROLE_ATTRIBUTE = 'rx.role';

/** Which roles an organisation of a kind may give. A patient may be enrolled by any member; any may keep emergency keys. */
export const ROLES_OF_KIND: Readonly<Record<OrganisationKind, readonly Role[]>> = {
  hospital: ['registrar', 'physician', 'clerk', 'patient', 'steward', 'auditor', 'custodian'],
  centre: ['registrar', 'reviewer', 'steward', 'auditor', 'patient', 'custodian'],
  pharmacy: ['registrar', 'dispenser', 'auditor', 'patient', 'steward', 'custodian'],
  'third-party': ['registrar', 'payer', 'courier', 'researcher', 'auditor', 'patient', 'steward', 'custodian'],
};

/** `<mspId>:<enrolment id>`; enrolment ids are opaque, never names. */
export type ActorId = `${string}:${string}`;

export const actorId = (mspId: string, enrolmentId: string): ActorId => `${mspId}:${enrolmentId}`;

export const mspOf = (actor: ActorId): string => actor.slice(0, actor.indexOf(':'));
