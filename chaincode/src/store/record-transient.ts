import {
  TRANSIENT,
  MAXIMUM_ENVELOPE_BYTES,
  PATTERNS,
  canonicalJson,
  type ActorId,
  type CaseView,
  type EmergencyWrap,
  type Envelope,
  type EnvelopeBinding,
  type EnvelopeHeader,
  type PrivateHolding,
  type SealedContent,
  type VersionWraps,
  type Wrap,
} from '../api';
import { refuse, refuseInput } from '../domain/refusal';
import { ENVELOPE_INPUT } from '../domain/validation/envelope-input';
import { parseInput } from '../domain/validation/parse';
import type { Check } from '../domain/validation/schema';
import { commitmentTo } from './commitment';
import { mustRead, readSalt, seal, type Sealed } from './transient';
import type { Stub } from './stub';

/** What an envelope with its wraps is taken apart to: wraps are kept on keys of their own. */
export interface SealedEnvelope {
  readonly sealed: Sealed<SealedContent>;
  readonly recipients: readonly Wrap[];
}

const base64url = (value: unknown): string => Buffer.from(canonicalJson(value)).toString('base64url');
const CHECK_OF_KEY = /^[A-Za-z0-9_-]{43}$/;

/** Is it canonical JSON of an `EnvelopeHeader`, and nothing more? */
function isOurHeader(encoded: string): boolean {
  try {
    const { ckc } = JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8')) as { readonly ckc?: unknown };
    if (typeof ckc !== 'string' || !CHECK_OF_KEY.test(ckc)) return false;
    return encoded === base64url({ alg: 'ECDH-ES+A256KW', ckc, enc: 'A256GCM' } satisfies EnvelopeHeader);
  } catch {
    return false;
  }
}

function readJson<T>(stub: Stub, name: 'envelope' | 'wraps' | 'holdings', check: Check): T {
  const path = `/${name}`;
  return parseInput<T>(mustRead(stub, name, MAXIMUM_ENVELOPE_BYTES), check, path, MAXIMUM_ENVELOPE_BYTES);
}

/**
 * An envelope made for its place: its additional authenticated data name channel, object, section and version, so that
 * no ciphertext can be put in the place of another.
 */
export function readEnvelope(
  stub: Stub,
  commitment: string,
  binding: Omit<EnvelopeBinding, 'channel'>,
): SealedEnvelope {
  const { recipients, ...content } = readJson<Envelope>(stub, TRANSIENT.envelope, ENVELOPE_INPUT.envelope);
  if (!isOurHeader(content.protected)) refuseInput('/envelope/protected', 'header');
  if (content.aad !== base64url({ channel: stub.getChannelID(), ...binding })) refuseInput('/envelope/aad', 'binding');
  return { sealed: seal(content, readSalt(stub, TRANSIENT.salt), commitment), recipients };
}

export const readVersionWraps = (stub: Stub): readonly VersionWraps[] =>
  readJson(stub, TRANSIENT.wraps, ENVELOPE_INPUT.versionWraps);

export const readEmergencyWraps = (stub: Stub): readonly EmergencyWrap[] =>
  readJson(stub, TRANSIENT.wraps, ENVELOPE_INPUT.emergencyWraps);

export const readHoldingsToPurge = (stub: Stub): readonly PrivateHolding[] =>
  readJson(stub, TRANSIENT.holdings, ENVELOPE_INPUT.holdings);

const ACTOR_ID = new RegExp(PATTERNS.actorId);

/** The patient that a transaction at the hospital names; what it proves is checked by `proveSubject`. */
export function readPatient(stub: Stub): ActorId {
  const patient = mustRead(stub, TRANSIENT.patient);
  return ACTOR_ID.test(patient) ? (patient as ActorId) : refuseInput('/patient', 'actorId');
}

/**
 * That a case is about this patient: the salt that is shown makes the public subject of the patient's id.
 * @throws Refusal ACCESS_NOT_PATIENT
 */
export function proveSubject(stub: Stub, head: Pick<CaseView, 'subject'>, patient: ActorId): Sealed<ActorId> {
  const salt = readSalt(stub, TRANSIENT.subjectSalt);
  if (commitmentTo(patient, salt) !== head.subject) refuse('ACCESS_NOT_PATIENT');
  return { content: patient, salt };
}
