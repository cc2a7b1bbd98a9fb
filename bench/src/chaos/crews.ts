import type { TestNetwork } from '@rxledger/gateway/dist/demo/test-network';
import { BODY, inThirtyDays } from '../prescription';
import { Caller, type Order, type Outcome } from './caller';
import type { Journal } from './journal';

/** How much is done, and by how many at a time. */
export interface LoadLimits {
  /** Prescriptions issued at most. */
  readonly prescriptions: number;
  /** Commands under way in each organisation. */
  readonly workers: number;
}

/** The load: every organisation works off what the one before has left, so that one that stands still stops only who needs it. */
export interface Crews {
  readonly callers: Readonly<Record<Organisation, Caller>>;
  /** Nobody issues any more; resolves when everything issued is through, or given up by then (`performance.now()`). */
  finish(deadline: number): Promise<void>;
  close(): void;
}

type Organisation = 'hospital' | 'centre' | 'pharmacy' | 'third-party';

interface Item {
  readonly id: string;
  readonly code: string;
}

/** Prescriptions that wait between two organisations: enough to work on while one stands still, and no more. */
const BACKLOG = 80;
/** Every so many, two dispensers try to hand out the same prescription at once. */
const RIVALS_EVERY = 5;
const IDLE = 25;

export async function startCrews(network: TestNetwork, journal: Journal, limits: LoadLimits): Promise<Crews> {
  let giveUpAt = Number.POSITIVE_INFINITY;
  let isIssuing = true;
  const caller = async (name: Organisation, person: string): Promise<Caller> => {
    const { gateway, mspId } = network.members.find((member) => member.name === name)!;
    return new Caller(name, gateway, await network.token(mspId, person), journal, () => giveUpAt);
  };
  const physician = await caller('hospital', 'physician-1');
  const reviewer = await caller('centre', 'reviewer-1');
  const dispenser = await caller('pharmacy', 'dispenser-1');
  const rival = await caller('pharmacy', 'dispenser-2');
  const payer = await caller('third-party', 'payer-1');

  const issued: Item[] = [];
  const approved: Item[] = [];
  const dispensed: Item[] = [];
  const invoiced: Item[] = [];
  let count = 0;
  let underWay = 0;

  /** A step that must be acknowledged for the prescription to go on. */
  const step = async (who: Caller, order: Order): Promise<boolean> => accepted(await who.give(order), who, order);
  const accepted = (outcome: Outcome, who: Caller, order: Order): boolean => {
    if (outcome?.isAcknowledged === false) {
      journal.refusals.push({ step: order.step, organisation: who.organisation, code: outcome.code });
    }
    return outcome?.isAcknowledged === true;
  };

  const issue = async (): Promise<void> => {
    const order: Order = {
      step: 'issue',
      path: '/prescriptions',
      body: { body: BODY, validUntil: inThirtyDays() },
    };
    const outcome = await physician.give(order);
    if (!accepted(outcome, physician, order) || !outcome?.isAcknowledged) return;
    issued.push({ id: outcome.answer['id'] as string, code: outcome.answer['redemptionCode'] as string });
  };
  const review = async (item: Item): Promise<void> => {
    const on = (name: 'claim' | 'findings' | 'approve'): Order => ({
      ...{ step: name, prescription: item.id, path: `/prescriptions/${item.id}/review/${name}` },
    });
    for (const name of ['claim', 'findings', 'approve'] as const) if (!(await step(reviewer, on(name)))) return;
    approved.push(item);
  };
  const handOut = async (item: Item): Promise<void> => {
    const { id: prescription, code } = item;
    const path = `/prescriptions/${prescription}`;
    const redeem: Order = { step: 'redeem', prescription, path: `${path}/redeem`, body: { code } };
    if (!(await step(dispenser, redeem))) return;
    const lines = BODY.lines.map(({ line, quantity }) => ({ line, quantity, batch: 'CHAOS-1' }));
    const dispense: Order = { step: 'dispense', prescription, path: `${path}/dispense`, body: { lines } };
    if (journal.acknowledgements.length % RIVALS_EVERY !== 0) {
      if (!(await step(dispenser, dispense))) return;
    } else {
      const both = await Promise.all([dispenser.give(dispense), rival.give(dispense)]);
      const told = both.filter((outcome) => outcome?.isAcknowledged).length;
      journal.rivals.set(prescription, told);
      if (told === 0) return;
    }
    dispensed.push(item);
  };
  const invoice = async (item: Item): Promise<void> => {
    const { id: prescription } = item;
    const body = { invoice: { amount: 1290, currency: 'EUR', reference: `INV-${prescription.slice(0, 6)}` } };
    const path = `/prescriptions/${prescription}/payment/invoice`;
    if (await step(dispenser, { step: 'invoice', prescription, path, body })) invoiced.push(item);
  };
  const adjudicate = async ({ id: prescription }: Item): Promise<void> => {
    const path = `/prescriptions/${prescription}/payment/adjudicate`;
    await step(payer, { step: 'adjudicate', prescription, path, body: { isAccepted: true } });
  };

  const work = async (next: () => (() => Promise<void>) | undefined): Promise<void> => {
    while (isIssuing || underWay > 0 || left() > 0) {
      if (performance.now() >= giveUpAt) return;
      const job = next();
      if (job === undefined) {
        await new Promise((done) => setTimeout(done, IDLE));
        continue;
      }
      underWay += 1;
      await job();
      underWay -= 1;
    }
  };
  const left = (): number => issued.length + approved.length + dispensed.length + invoiced.length;
  const from = (queue: Item[], job: (item: Item) => Promise<void>) => () => {
    const item = queue.shift();
    return item && (() => job(item));
  };
  const jobs = {
    hospital: () => {
      if (!isIssuing || count >= limits.prescriptions || issued.length >= BACKLOG) return undefined;
      count += 1;
      return issue;
    },
    centre: () => (approved.length >= BACKLOG ? undefined : from(issued, review)()),
    pharmacy: () => (dispensed.length >= BACKLOG ? undefined : from(approved, handOut)()),
    billing: from(dispensed, invoice),
    'third-party': from(invoiced, adjudicate),
  };
  const crews = Object.values(jobs).flatMap((next) => Array.from({ length: limits.workers }, () => work(next)));
  return {
    callers: { hospital: physician, centre: reviewer, pharmacy: dispenser, 'third-party': payer },
    async finish(deadline) {
      giveUpAt = deadline;
      isIssuing = false;
      await Promise.all(crews);
    },
    close() {
      for (const one of [physician, reviewer, dispenser, rival, payer]) one.close();
    },
  };
}
