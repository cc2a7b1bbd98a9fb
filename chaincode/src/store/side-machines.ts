import type { FulfilmentView, PaymentView } from '../api';
import { refuse } from '../domain/refusal';
import { allOf } from '../domain/signers';
import { keys } from './keys';
import { readState, requireSigners, writeState } from './state';
import type { Stub } from './stub';

/** Payment and fulfilment: machines on keys of their own, signed for by their two parties. */
export const findPayment = (stub: Stub, id: string): Promise<PaymentView | undefined> =>
  readState<PaymentView>(stub, keys.payment(stub, id));

/** @throws Refusal PAYMENT_NOT_FOUND */
export const readPayment = async (stub: Stub, id: string): Promise<PaymentView> =>
  (await findPayment(stub, id)) ?? refuse('PAYMENT_NOT_FOUND', { allowed: ['payment:Invoice'] });

export async function savePayment(stub: Stub, payment: PaymentView): Promise<void> {
  const key = keys.payment(stub, payment.prescription);
  await writeState(stub, key, payment);
  if (payment.version === 1) await requireSigners(stub, key, allOf(payment.pharmacy, payment.payer));
}

export const findFulfilment = (stub: Stub, id: string): Promise<FulfilmentView | undefined> =>
  readState<FulfilmentView>(stub, keys.fulfilment(stub, id));

/** @throws Refusal FULFILMENT_NOT_FOUND */
export const readFulfilment = async (stub: Stub, id: string): Promise<FulfilmentView> =>
  (await findFulfilment(stub, id)) ?? refuse('FULFILMENT_NOT_FOUND', { allowed: ['fulfilment:Prepare'] });

export async function saveFulfilment(stub: Stub, fulfilment: FulfilmentView): Promise<void> {
  const key = keys.fulfilment(stub, fulfilment.prescription);
  await writeState(stub, key, fulfilment);
  if (fulfilment.version === 1) await requireSigners(stub, key, allOf(fulfilment.pharmacy, fulfilment.partner));
}
