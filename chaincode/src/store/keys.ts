import type { Stub } from './stub';

const PART = /^[A-Za-z0-9._:-]{1,200}$/;

/**
 * A composite key. Every id has been checked by its own pattern before it comes here; this is the second lock, because
 * Fabric itself accepts the separator U+0000 within an attribute.
 */
function compose(stub: Stub, type: string, ...parts: readonly string[]): string {
  if (!parts.every((part) => PART.test(part))) throw new Error('a part of a key is not an identifier');
  return stub.createCompositeKey(type, [...parts]);
}

/** Types of the keys in public state; private data uses `BODY` and its like in each organisation's collection. */
export const KEY_TYPE = {
  member: 'MEMBER',
  actor: 'ACTOR',
  event: 'EVENT',
  key: 'KEY',
  version: 'VERSION',
  treating: 'TREATING',
  holder: 'HOLDER',
  erased: 'ERASED',
  given: 'GIVEN',
  granted: 'GRANTED',
  log: 'LOG',
  emergency: 'EMERGENCY',
  unreviewed: 'UNREVIEWED',
  published: 'PUBLISHED',
  dataset: 'DATASET',
  releases: 'RELEASES',
} as const;

/** Types of keys of private data that are looked for in ranges, by queries. */
export const PRIVATE_KEY_TYPE = { envelope: 'ENVELOPE', wraps: 'WRAPS', reason: 'WHY', released: 'RELEASED' } as const;

const LATEST = 9_999_999_999_999;
/** Moments as parts of keys: the oldest first, or the newest. */
const rising = (at: number): string => String(at).padStart(13, '0');
const falling = (at: number): string => rising(LATEST - at);

/** Keys of the public state. */
export const keys = {
  member: (stub: Stub, mspId: string) => compose(stub, KEY_TYPE.member, mspId),
  /** Attributes: MSP id, enrolment id; so that the actors of an organisation stand together. */
  actor: (stub: Stub, actor: string) => compose(stub, KEY_TYPE.actor, ...split(actor)),
  policy: (stub: Stub) => compose(stub, 'POLICY', 'current'),
  header: (stub: Stub, id: string) => compose(stub, 'RX', id),
  line: (stub: Stub, id: string, line: number) => compose(stub, 'LINE', id, String(line)),
  dispensing: (stub: Stub, id: string, number: number) => compose(stub, 'DISPENSING', id, String(number)),
  series: (stub: Stub, id: string) => compose(stub, 'SERIES', id),
  payment: (stub: Stub, id: string) => compose(stub, 'PAYMENT', id),
  fulfilment: (stub: Stub, id: string) => compose(stub, 'FULFILMENT', id),
  event: (stub: Stub, subject: string, transactionId: string) => compose(stub, KEY_TYPE.event, subject, transactionId),
  command: (stub: Stub, actor: string, commandId: string) => compose(stub, 'COMMAND', ...split(actor), commandId),

  key: (stub: Stub, owner: string, use: string, version: number) =>
    compose(stub, KEY_TYPE.key, owner, use, String(version)),
  latestKey: (stub: Stub, owner: string, use: string) => compose(stub, 'LATESTKEY', owner, use),
  profile: (stub: Stub, actor: string) => compose(stub, 'PROFILE', actor),
  grant: (stub: Stub, id: string) => compose(stub, 'GRANT', id),
  /** What a patient gave, and what somebody was granted: the grant's id alone. */
  given: (stub: Stub, patient: string, id: string) => compose(stub, KEY_TYPE.given, patient, id),
  granted: (stub: Stub, grantee: string, id: string) => compose(stub, KEY_TYPE.granted, grantee, id),

  case: (stub: Stub, id: string) => compose(stub, 'CASE', id),
  section: (stub: Stub, id: string, section: string) => compose(stub, 'SECTION', id, section),
  version: (stub: Stub, id: string, section: string, version: number) =>
    compose(stub, KEY_TYPE.version, id, section, String(version)),
  treating: (stub: Stub, id: string, person: string) => compose(stub, KEY_TYPE.treating, id, person),
  /** That an organisation holds versions of a section, and that somebody wrote one. */
  holder: (stub: Stub, id: string, section: string, mspId: string) =>
    compose(stub, KEY_TYPE.holder, id, section, mspId),
  author: (stub: Stub, id: string, section: string, person: string) => compose(stub, 'AUTHOR', id, section, person),
  receipt: (stub: Stub, id: string, receipt: string) => compose(stub, 'RECEIPT', id, receipt),
  /** The access log, newest first: the receipt's id alone. */
  log: (stub: Stub, id: string, at: number, receipt: string) => compose(stub, KEY_TYPE.log, id, falling(at), receipt),
  emergency: (stub: Stub, id: string, emergency: string) => compose(stub, KEY_TYPE.emergency, id, emergency),
  review: (stub: Stub, id: string, emergency: string) => compose(stub, 'REVIEW', id, emergency),
  /** What nobody has reviewed, oldest first. */
  unreviewed: (stub: Stub, at: number, id: string, emergency: string) =>
    compose(stub, KEY_TYPE.unreviewed, rising(at), id, emergency),
  hold: (stub: Stub, id: string) => compose(stub, 'HOLD', id),
  erasure: (stub: Stub, id: string, scope: string) => compose(stub, 'ERASURE', id, scope),
  erased: (stub: Stub, id: string, scope: string, mspId: string) => compose(stub, KEY_TYPE.erased, id, scope, mspId),
  publication: (stub: Stub, id: string) => compose(stub, 'PUBLICATION', id),
  /** Public cases, newest first. */
  published: (stub: Stub, at: number, id: string) => compose(stub, KEY_TYPE.published, falling(at), id),

  dataset: (stub: Stub, id: string) => compose(stub, KEY_TYPE.dataset, id),
  account: (stub: Stub, dataset: string, guarantee: string) => compose(stub, 'ACCOUNT', dataset, guarantee),
  release: (stub: Stub, id: string) => compose(stub, 'RELEASE', id),
  /** Releases of a data set, newest first: the release's id alone. */
  releases: (stub: Stub, dataset: string, at: number, id: string) =>
    compose(stub, KEY_TYPE.releases, dataset, falling(at), id),
} as const;

/** Keys of private data, the same in every collection. */
export const privateKeys = {
  body: (stub: Stub, id: string) => compose(stub, 'BODY', id),
  findings: (stub: Stub, id: string) => compose(stub, 'FINDINGS', id),
  reason: (stub: Stub, id: string) => compose(stub, 'REASON', id),
  dispensing: (stub: Stub, id: string, number: number) => compose(stub, 'RECORD', id, String(number)),
  invoice: (stub: Stub, id: string) => compose(stub, 'INVOICE', id),
  instruction: (stub: Stub, id: string) => compose(stub, 'INSTRUCTION', id),

  subject: (stub: Stub, id: string) => compose(stub, 'SUBJECT', id),
  envelope: (stub: Stub, id: string, section: string, version: number) =>
    compose(stub, PRIVATE_KEY_TYPE.envelope, id, section, String(version)),
  /** Wraps, by the transaction that brought them: more can be added without reading any. */
  wraps: (stub: Stub, id: string, section: string, version: number, batch: string) =>
    compose(stub, PRIVATE_KEY_TYPE.wraps, id, section, String(version), batch),
  emergencyReason: (stub: Stub, id: string, emergency: string) => compose(stub, PRIVATE_KEY_TYPE.reason, id, emergency),
  released: (stub: Stub, id: string, section: string, emergency: string, batch: string) =>
    compose(stub, PRIVATE_KEY_TYPE.released, id, section, emergency, batch),
  profile: (stub: Stub, patient: string) => compose(stub, 'PROFILE', patient),
} as const;

const split = (actor: string): readonly string[] => {
  const colon = actor.indexOf(':');
  return [actor.slice(0, colon), actor.slice(colon + 1)];
};
