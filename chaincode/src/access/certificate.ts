import { X509Certificate } from 'node:crypto';
import type { Context } from 'fabric-contract-api';
import type { ClientIdentity } from 'fabric-shim';
import { PATTERNS, ROLES, ROLE_ATTRIBUTE, actorId, type ActorId, type Role } from '../api';
import { refuse } from '../domain/refusal';

/** What the certificate alone says of the caller. */
export interface CertifiedCaller {
  readonly id: ActorId;
  readonly mspId: string;
  /** Attribute `rx.role`; undefined where there is none that is known. */
  readonly role: Role | undefined;
}

const ENROLMENT_ID = new RegExp(PATTERNS.enrolmentId);
const MSP_ID = new RegExp(PATTERNS.mspId);

/**
 * The caller as its certificate names it: enrolment id from the CA's own attribute, else the common name.
 * @throws Refusal ACCESS_UNKNOWN_ACTOR if the certificate names nobody
 */
export function certifiedCaller({ clientIdentity }: Context): CertifiedCaller {
  const known = callers.get(clientIdentity);
  if (known !== undefined) return known;
  const caller = readCaller(clientIdentity);
  callers.set(clientIdentity, caller);
  return caller;
}

/** An identity is kept as long as its certificate comes again (caller-identities). */
const callers = new WeakMap<ClientIdentity, CertifiedCaller>();

function readCaller(clientIdentity: ClientIdentity): CertifiedCaller {
  const mspId = clientIdentity.getMSPID();
  const enrolmentId = clientIdentity.getAttributeValue('hf.EnrollmentID') ?? commonName(clientIdentity.getIDBytes());
  if (enrolmentId === undefined || !ENROLMENT_ID.test(enrolmentId) || !MSP_ID.test(mspId)) {
    return refuse('ACCESS_UNKNOWN_ACTOR');
  }
  const role = ROLES.find((known) => known === clientIdentity.getAttributeValue(ROLE_ATTRIBUTE));
  return { id: actorId(mspId, enrolmentId), mspId, role };
}

type Subject = Readonly<Record<string, string | readonly string[] | undefined>>;

const subjectOf = (pem: Uint8Array): Subject => new X509Certificate(pem).toLegacyObject().subject as unknown as Subject;

function commonName(pem: Uint8Array): string | undefined {
  const name = subjectOf(pem)['CN'];
  return typeof name === 'string' ? name : undefined;
}

/** Whether the certificate is an administrator's: organisational unit `admin`, as node units name it. */
export function isAdministrator({ clientIdentity }: Context): boolean {
  const units = subjectOf(clientIdentity.getIDBytes())['OU'];
  return units === 'admin' || (Array.isArray(units) && units.includes('admin'));
}
