import { ownerOfKey, type Envelope } from '@rxledger/chaincode/api';
import type { Transient } from '../ledger/ledger';

type Recipients = Envelope['recipients'];

const isCustodianAmong =
  (endorsers: readonly string[]) =>
  ({ header: { kid } }: Recipients[number]): boolean =>
    kid.includes('/emergency/') && endorsers.includes(ownerOfKey(kid));

const isCustodian = ({ header: { kid } }: Recipients[number]): boolean => kid.includes('/emergency/');

/**
 * The transient map as these endorsers may see it. Who endorses is shown the envelope; with a wrap for an emergency key
 * of its own it could open it, and no ledger would know of an emergency. Such wraps are left out, unless no other
 * custodian would be left.
 */
export function shownTo(endorsers: readonly string[], transient: Transient): Transient {
  if (transient.envelope === undefined) return transient;
  const envelope = JSON.parse(transient.envelope) as Envelope;
  const recipients = envelope.recipients.filter((wrap) => !isCustodianAmong(endorsers)(wrap));
  if (recipients.length === envelope.recipients.length || !recipients.some(isCustodian)) return transient;
  return { ...transient, envelope: JSON.stringify({ ...envelope, recipients }) };
}

/** Sets of endorsers with as few custodians of an envelope among them as there can be, else in their order. */
export function withoutCustodiansFirst(
  choices: readonly (readonly string[])[],
  transient: Transient | undefined,
): readonly (readonly string[])[] {
  if (transient?.envelope === undefined) return choices;
  const { recipients } = JSON.parse(transient.envelope) as Envelope;
  const custodians = (endorsers: readonly string[]): number => recipients.filter(isCustodianAmong(endorsers)).length;
  return [...choices].sort((one, other) => custodians(one) - custodians(other));
}
