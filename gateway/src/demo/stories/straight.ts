import { approved, dispatch, dispense, invoice, redeem } from '../chapters';
import type { Story } from './story';

/** The paper's figure 4 from end to end. */
export const straight: Story = {
  title: 'From hospital to delivery',
  lead: 'A prescription goes past a reviewer to a pharmacy, a courier and a payer.',
  async play(theatre) {
    const { stage, cast } = theatre;
    const issued = await approved(theatre, ['amoxicillin', 'paracetamol']);
    await redeem(theatre, issued);
    const whole = [
      { line: 1, quantity: 21 },
      { line: 2, quantity: 20 },
    ];
    await dispense(theatre, issued, whole, 'DISPENSED');
    await dispatch(theatre, issued);
    const path = `/prescriptions/${issued.id}`;
    await stage.does({ who: cast.courier, what: 'delivers it', path: `${path}/fulfilment/deliver` }, 'DELIVERED');
    await invoice(theatre, issued, 1290);
    await stage.does({ who: cast.payer, what: 'pays', path: `${path}/payment/pay` }, 'PAID');
    await stage.does({ who: cast.payer, what: 'settles the prescription', path: `${path}/settle` }, 'SETTLED');
  },
};
