import { approved, dispense, dispensed, dispatch, invoice, redeem } from '../chapters';
import type { Story } from './story';

export const twoParts: Story = {
  title: 'Dispensed in two parts',
  lead: 'Half is handed out and the rest given back; another dispenser hands out what is left, and not one unit more.',
  async play(theatre) {
    const { stage, cast } = theatre;
    const issued = await approved(theatre, ['metformin']);
    const path = `/prescriptions/${issued.id}`;
    await redeem(theatre, issued);
    await dispense(theatre, issued, [{ line: 1, quantity: 30 }], 'PARTLY_DISPENSED');
    await stage.does({ who: cast.dispenser, what: 'gives back the rest', path: `${path}/give-back` }, 'APPROVED');
    await redeem(theatre, issued, cast.otherDispenser);
    const lines = [{ line: 1, quantity: 31, batch: 'DEMO-2' }];
    await stage.isRefused(
      { who: cast.otherDispenser, what: 'tries to hand out 31', path: `${path}/dispense`, body: { lines } },
      'RX_QUANTITY',
    );
    await dispense(theatre, issued, [{ line: 1, quantity: 30 }], 'DISPENSED', cast.otherDispenser);
  },
};

export const refunded: Story = {
  title: 'Paid and refunded',
  lead: 'Collected at the counter, paid, and the money given back; the payer never saw a drug.',
  async play(theatre) {
    const { stage, cast } = theatre;
    const issued = await dispensed(theatre, 'paracetamol');
    const path = `/prescriptions/${issued.id}`;
    const fulfilment = `${path}/fulfilment`;
    await stage.does(
      {
        who: cast.dispenser,
        what: 'packs it for the counter',
        path: `${fulfilment}/prepare`,
        body: { mode: 'collection' },
      },
      'PREPARING',
    );
    await stage.does({ who: cast.dispenser, what: 'has it ready', path: `${fulfilment}/ready` }, 'READY');
    await stage.does({ who: cast.dispenser, what: 'hands it over', path: `${fulfilment}/collect` }, 'COLLECTED');
    await invoice(theatre, issued, 450);
    await stage.does({ who: cast.payer, what: 'pays', path: `${path}/payment/pay` }, 'PAID');
    await stage.isRefused(
      { who: cast.payer, what: "tries to read the patient's prescription", method: 'GET', path: `${path}/body` },
      'ACCESS_ROLE',
    );
    await stage.does(
      { who: cast.dispenser, what: 'refunds', path: `${path}/payment/refund`, body: { reasonCode: 'BILLED_TWICE' } },
      'REFUNDED',
    );
  },
};

export const failedDelivery: Story = {
  title: 'Delivery failed and repeated',
  lead: 'Nobody was at home; the parcel goes out again.',
  async play(theatre) {
    const { stage, cast } = theatre;
    const issued = await dispensed(theatre, 'amlodipine');
    await dispatch(theatre, issued);
    const path = `/prescriptions/${issued.id}/fulfilment`;
    await stage.does(
      { who: cast.courier, what: 'cannot deliver', path: `${path}/fail`, body: { reasonCode: 'NOBODY_HOME' } },
      'FAILED',
    );
    await stage.does({ who: cast.dispenser, what: 'sends it out again', path: `${path}/dispatch` }, 'DISPATCHED');
    await stage.does({ who: cast.courier, what: 'delivers it', path: `${path}/deliver` }, 'DELIVERED');
  },
};
