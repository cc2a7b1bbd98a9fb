import type { PrescriptionStatus } from '../../src/api';
import { Case, body } from './case';
import type { Consortium } from './consortium';
import { PEOPLE } from './people';

/** A status to bring a prescription to; `ADJUDICATED` is DISPENSED with an accepted invoice. */
export type Stage = PrescriptionStatus | 'ADJUDICATED';

export const LEASE_OVER = 2 * 86_400_000;
export const VALIDITY_OVER = 31 * 86_400_000;

const reasoned = { reasonCodes: ['DOSE_TOO_HIGH'] };

const STEPS: Readonly<Record<Stage, (rx: Case) => Promise<unknown>>> = {
  SUBMITTED: (rx) => rx.issued(),
  IN_REVIEW: async (rx) => {
    await rx.claimed();
    await rx.must(rx.findingsCall());
  },
  RETURNED: async (rx) => {
    await rx.claimed();
    await rx.must(rx.call('prescription', 'Return', PEOPLE.reviewer, reasoned));
  },
  REFUSED: async (rx) => {
    await rx.claimed();
    await rx.must(rx.call('prescription', 'Refuse', PEOPLE.reviewer, reasoned));
  },
  APPROVED: (rx) => rx.approved(),
  REDEEMED: (rx) => rx.redeemed(),
  PARTLY_DISPENSED: async (rx) => {
    await rx.redeemed();
    await rx.must(rx.dispenseCall([{ line: 1, quantity: 5 }]));
  },
  DISPENSED: (rx) => rx.dispensed(),
  ADJUDICATED: (rx) => rx.adjudicated(),
  NOT_DISPENSED: async (rx) => {
    await rx.redeemed();
    await rx.must(rx.dispenseCall([{ line: 1, quantity: 0, notDispensedReason: 'OUT_OF_STOCK' }]));
  },
  SETTLED: async (rx) => {
    await rx.adjudicated();
    await rx.must(rx.call('prescription', 'Settle', PEOPLE.payer));
  },
  CANCELLED: async (rx) => {
    await rx.issued();
    await rx.must(rx.call('prescription', 'Cancel', PEOPLE.physician, { reasonCode: 'NO_LONGER_NEEDED' }));
  },
  EXPIRED: async (rx) => {
    const { network } = rx.consortium;
    await rx.must(rx.issueCall(PEOPLE.physician, { validUntil: network.now() + 60_000 }));
    await rx.must({ ...rx.call('prescription', 'Expire', PEOPLE.clerk), at: network.now() + 120_000 });
  },
};

export const STAGES = Object.keys(STEPS) as readonly Stage[];

/** A prescription of a series of three fills, brought to a stage. */
export async function caseAt(consortium: Consortium, stage: Stage): Promise<Case> {
  const rx = new Case(consortium, body({ repeat: { fills: 3, intervalDays: 1 } }));
  await STEPS[stage](rx);
  return rx;
}
