import { approved, issue, redeem } from '../chapters';
import type { Story } from './story';

export const cancelledBefore: Story = {
  title: 'Cancelled before redemption',
  lead: 'The patient takes it back; the code is worth nothing afterwards.',
  async play(theatre) {
    const { stage, cast } = theatre;
    const issued = await approved(theatre, ['paracetamol']);
    const path = `/prescriptions/${issued.id}`;
    await stage.does(
      { who: cast.patient, what: 'cancels it', path: `${path}/cancel`, body: { reasonCode: 'NOT_WANTED' } },
      'CANCELLED',
    );
    await stage.isRefused(
      { who: cast.dispenser, what: 'tries to redeem it', path: `${path}/redeem`, body: { code: issued.code } },
      'RX_STATUS',
    );
  },
};

export const cancelledAfter: Story = {
  title: 'Cancelled after redemption',
  lead: 'While a pharmacy holds it, a cancellation waits; the pharmacy must give it back.',
  async play(theatre) {
    const { stage, cast } = theatre;
    const issued = await approved(theatre, ['amlodipine']);
    await redeem(theatre, issued);
    const path = `/prescriptions/${issued.id}`;
    await stage.does(
      { who: cast.physician, what: 'cancels it', path: `${path}/cancel`, body: { reasonCode: 'THERAPY_CHANGED' } },
      'REDEEMED',
    );
    await stage.isRefused(
      {
        who: cast.dispenser,
        what: 'tries to hand it out',
        path: `${path}/dispense`,
        body: { lines: [{ line: 1, quantity: 30, batch: 'DEMO-1' }] },
      },
      'RX_CANCELLATION_PENDING',
    );
    await stage.does({ who: cast.dispenser, what: 'gives it back', path: `${path}/give-back` }, 'CANCELLED');
  },
};

export const expired: Story = {
  title: 'Expired',
  lead: 'Past its validity a prescription cannot be redeemed; anyone may say so on the ledger.',
  async play(theatre) {
    const { stage, cast } = theatre;
    const validUntil = Date.now() + 2500;
    const issued = await issue(theatre, ['metformin'], { validUntil });
    const path = `/prescriptions/${issued.id}/expire`;
    await stage.isRefused({ who: cast.physician, what: 'declares it expired too early', path }, 'RX_NOT_DUE');
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, validUntil + 50 - Date.now())));
    await stage.does({ who: cast.physician, what: 'declares it expired', path }, 'EXPIRED');
  },
};
