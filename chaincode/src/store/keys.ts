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
export const KEY_TYPE = { member: 'MEMBER', actor: 'ACTOR', event: 'EVENT' } as const;

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
} as const;

/** Keys of private data, the same in every collection. */
export const privateKeys = {
  body: (stub: Stub, id: string) => compose(stub, 'BODY', id),
  findings: (stub: Stub, id: string) => compose(stub, 'FINDINGS', id),
  reason: (stub: Stub, id: string) => compose(stub, 'REASON', id),
  dispensing: (stub: Stub, id: string, number: number) => compose(stub, 'RECORD', id, String(number)),
  invoice: (stub: Stub, id: string) => compose(stub, 'INVOICE', id),
  instruction: (stub: Stub, id: string) => compose(stub, 'INSTRUCTION', id),
} as const;

const split = (actor: string): readonly string[] => {
  const colon = actor.indexOf(':');
  return [actor.slice(0, colon), actor.slice(colon + 1)];
};
