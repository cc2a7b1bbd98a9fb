import type { PrescriptionHeader } from '../domain/prescription';
import { privateKeys } from './keys';
import { readDispensings } from './prescriptions';
import { purgePrivate } from './private-data';
import { findFulfilment, findPayment } from './side-machines';
import type { Stub } from './stub';

/**
 * Purges body, salt and records at every organisation that holds any. What there is follows from public state, so that
 * every endorser purges the same. Each organisation's signature is needed for its own collection.
 */
export async function purgeAll(stub: Stub, header: PrescriptionHeader): Promise<void> {
  const { id, hospital, centre, pharmacies, kept } = header;
  await purgePrivate(stub, [hospital, centre, ...pharmacies], privateKeys.body(stub, id));
  for (const detail of kept) await purgePrivate(stub, [hospital, centre], privateKeys[detail](stub, id));
  for (const { number, pharmacy } of await readDispensings(stub, header)) {
    await purgePrivate(stub, [centre, pharmacy], privateKeys.dispensing(stub, id, number));
  }
  const payment = await findPayment(stub, id);
  if (payment !== undefined) await purgePrivate(stub, [payment.pharmacy, payment.payer], privateKeys.invoice(stub, id));
  const fulfilment = await findFulfilment(stub, id);
  if (fulfilment?.commitment !== undefined) {
    await purgePrivate(stub, [fulfilment.pharmacy, fulfilment.partner], privateKeys.instruction(stub, id));
  }
}
