import type { PrescriptionHeader } from './prescription';

/** Whose peers must sign a change: an organisation, all of several, or one of several. */
export type Signers = string | { readonly all: readonly Signers[] } | { readonly any: readonly Signers[] };

export const allOf = (...signers: readonly Signers[]): Signers => ({ all: signers });
export const oneOf = (...signers: readonly Signers[]): Signers => ({ any: signers });

/**
 * Who must sign the NEXT change of a prescription's header and lines. An approved prescription is signed for by the
 * centre alone, so that any pharmacy can redeem it (the event key asks for a second organisation in any case); while a
 * pharmacy holds it the hospital can stand in for the pharmacy, so that recall and expiry do not wait for one that is
 * away.
 */
export function signersOf(header: PrescriptionHeader): Signers {
  const { hospital, centre } = header;
  const holder = header.holder?.organisation ?? centre;
  switch (header.status) {
    case 'APPROVED':
      return centre;
    case 'REDEEMED':
    case 'PARTLY_DISPENSED':
      return allOf(centre, oneOf(holder, hospital));
    case 'DISPENSED':
    case 'NOT_DISPENSED':
      return holder;
    case 'SETTLED':
      return allOf(holder, header.payer ?? centre);
    default:
      return allOf(hospital, centre);
  }
}
