import type { PrescriptionView } from '@rxledger/chaincode/api';
import { amoxicillin } from './amoxicillin';
import { Consortium, type Person } from './consortium';

export const DAY = 86_400_000;

/** What a reviewer does to approve. */
export const APPROVAL = ['claim', 'findings', 'approve'] as const;

export type Step = [person: Person, path: string, body: object | undefined, status: number];

interface Issued {
  readonly id: string;
  readonly path: string;
  readonly code: string;
  readonly validUntil: number;
}

/** A consortium with everybody a prescription needs. */
export interface Stage {
  readonly consortium: Consortium;
  readonly physician: Person;
  readonly patient: Person;
  readonly reviewer: Person;
  readonly secondReviewer: Person;
  readonly dispenser: Person;
  readonly second: Person;
  readonly payer: Person;
  readonly courier: Person;
  inDays(days: number): number;
  advance(milliseconds: number): void;
  /** Each step in its turn; fails at the first that is answered otherwise than expected. */
  all(steps: readonly Step[]): Promise<void>;
  issued(changes?: object): Promise<Issued>;
  approved(changes?: object): Promise<Issued>;
  dispensed(): Promise<Issued>;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const consortium = await Consortium.open();
  const physician = await consortium.register('HospitalMSP', 'd-1', 'physician', { scope: ['*'] });
  const patient = await consortium.register('HospitalMSP', 'p-1', 'patient');
  const reviewer = await consortium.register('CentreMSP', 'r-1', 'reviewer');
  const secondReviewer = await consortium.register('CentreMSP', 'r-2', 'reviewer');
  const dispenser = await consortium.register('PharmacyMSP', 'x-1', 'dispenser');
  const second = await consortium.register('PharmacyMSP', 'x-2', 'dispenser');
  const payer = await consortium.register('ThirdPartyMSP', 'y-1', 'payer');
  const courier = await consortium.register('ThirdPartyMSP', 'c-1', 'courier');
  const { network } = consortium.ledger;

  const stage: Stage = {
    ...{ consortium, physician, patient, reviewer, secondReviewer, dispenser, second, payer, courier },
    inDays: (days) => Math.round(network.now() + days * DAY),
    advance: (milliseconds) => {
      network.advance(milliseconds);
    },
    async all(steps) {
      for (const [person, path, body, status] of steps) {
        const answer = await person.post(path, body);
        if (answer.statusCode === status) continue;
        throw new Error(`${path}: expected ${status}, got ${answer.statusCode} ${answer.body}`);
      }
    },
    async issued(changes = {}) {
      const validUntil = stage.inDays(20);
      const answer = await physician.post('/prescriptions', { body: amoxicillin(changes), validUntil });
      if (answer.statusCode !== 201) throw new Error(`not issued: ${answer.body}`);
      const { id, redemptionCode } = answer.json<PrescriptionView & { redemptionCode: string }>();
      return { id, path: `/prescriptions/${id}`, code: redemptionCode, validUntil };
    },
    async approved(changes = {}) {
      const issued = await stage.issued(changes);
      await stage.all(APPROVAL.map((step) => [reviewer, `${issued.path}/review/${step}`, undefined, 200]));
      return issued;
    },
    async dispensed() {
      const issued = await stage.approved();
      await stage.all([
        [dispenser, `${issued.path}/redeem`, { code: issued.code }, 200],
        [dispenser, `${issued.path}/dispense`, { lines: [{ line: 1, quantity: 21, batch: 'B-1' }] }, 200],
      ]);
      return issued;
    },
    close: () => consortium.close(),
  };
  return stage;
}
