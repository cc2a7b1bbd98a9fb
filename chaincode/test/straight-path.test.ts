import type { BodyView, FulfilmentView, HistoryEntry, PaymentView } from '../src/api';
import { Case } from './support/case';
import { Consortium } from './support/consortium';
import { PEOPLE } from './support/people';

describe('a prescription from issue to settlement', () => {
  let consortium: Consortium;

  beforeAll(async () => {
    consortium = await Consortium.founded();
  });

  afterAll(() => consortium.close());

  it('goes from hand to hand, each step signed by two organisations', async () => {
    const rx = new Case(consortium);
    expect(await rx.issued()).toMatchObject({ status: 'SUBMITTED', version: 1 });
    await rx.must(rx.call('prescription', 'ClaimReview', PEOPLE.reviewer));
    await rx.must(rx.findingsCall());
    expect(await rx.must(rx.call('prescription', 'Approve', PEOPLE.reviewer, {}, rx.proof))).toMatchObject({
      status: 'APPROVED',
    });
    const found = await consortium.read<BodyView>(
      PEOPLE.dispenser,
      'prescription:ReadForRedemption',
      { id: rx.id },
      { at: 'CentreMSP', transient: { code: rx.code } },
    );
    expect(found).toEqual({ body: rx.content, salt: rx.sealed.salt });
    rx.pharmacies.add('PharmacyMSP');
    await rx.must(rx.redeemCall());
    expect(await rx.must(rx.dispenseCall([{ line: 1, quantity: 20 }]))).toMatchObject({
      status: 'DISPENSED',
      lines: [{ line: 1, status: 'dispensed', dispensed: 20 }],
    });
    await rx.must<PaymentView>(rx.invoiceCall());
    await rx.must<PaymentView>(rx.call('payment', 'Adjudicate', PEOPLE.payer, { isAccepted: true }));
    expect(await rx.must(rx.call('prescription', 'Settle', PEOPLE.payer))).toMatchObject({ status: 'SETTLED' });
    await rx.must<PaymentView>(rx.call('payment', 'Pay', PEOPLE.payer));
    await rx.must<FulfilmentView>(rx.prepareCall());
    await rx.must(rx.call('fulfilment', 'Ready', PEOPLE.dispenser));
    await rx.must(rx.call('fulfilment', 'Dispatch', PEOPLE.dispenser));
    expect(await rx.must<FulfilmentView>(rx.call('fulfilment', 'Deliver', PEOPLE.courier))).toMatchObject({
      status: 'DELIVERED',
      attempts: 1,
      courier: PEOPLE.courier.id,
    });
    const history = await consortium.read<HistoryEntry[]>(PEOPLE.hospitalAuditor, 'prescription:History', {
      id: rx.id,
    });
    expect(history.map(({ transaction, to }) => `${transaction} ${to}`)).toEqual([
      'Issue SUBMITTED',
      'ClaimReview IN_REVIEW',
      'RecordFindings IN_REVIEW',
      'Approve APPROVED',
      'Redeem REDEEMED',
      'Dispense DISPENSED',
      'payment:Invoice INVOICED',
      'payment:Adjudicate ADJUDICATED',
      'Settle SETTLED',
      'payment:Pay PAID',
      'fulfilment:Prepare PREPARING',
      'fulfilment:Ready READY',
      'fulfilment:Dispatch DISPATCHED',
      'fulfilment:Deliver DELIVERED',
    ]);
  });
});
