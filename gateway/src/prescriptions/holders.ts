import type { FulfilmentView, PaymentView, PrescriptionView } from '@rxledger/chaincode/api';
import type { ServiceContext } from '../capability';
import type { Caller } from '../http/caller';
import { Problem } from '../http/problem';

/**
 * Every organisation that holds private data of a prescription: the body, records, invoice, delivery instruction. Each
 * of them must sign when all of it is purged.
 */
export async function holdersOf(
  { ledger }: ServiceContext,
  caller: Caller,
  view: PrescriptionView,
): Promise<readonly string[]> {
  const query = { id: view.id };
  const [payment, fulfilment] = await Promise.all([
    ifAny(ledger.evaluate<PaymentView>(caller, { contract: 'payment', transaction: 'Read', query })),
    ifAny(ledger.evaluate<FulfilmentView>(caller, { contract: 'fulfilment', transaction: 'Read', query })),
  ]);
  const holders = [view.hospital, view.centre, ...view.pharmacies];
  if (payment !== undefined) holders.push(payment.pharmacy, payment.payer);
  if (fulfilment !== undefined) holders.push(fulfilment.pharmacy, fulfilment.partner);
  return [...new Set(holders)];
}

async function ifAny<View>(answer: Promise<View>): Promise<View | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Problem && (error.code === 'PAYMENT_NOT_FOUND' || error.code === 'FULFILMENT_NOT_FOUND')) {
      return undefined;
    }
    throw error;
  }
}
