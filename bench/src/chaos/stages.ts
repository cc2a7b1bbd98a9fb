import { BODY, inThirtyDays } from '../prescription';
import type { Caller, Order, Outcome } from './caller';
import type { Journal, Step } from './journal';

/** Who calls, each through the gateway of his or her own organisation. */
export interface Cast {
  readonly physician: Caller;
  readonly reviewer: Caller;
  readonly dispenser: Caller;
  /** Of the same pharmacy: hands out what the other is handing out. */
  readonly rival: Caller;
  readonly payer: Caller;
}

/** A prescription on its way, with the code of its patient. */
export interface Item {
  readonly id: string;
  readonly code: string;
}

/** Every so many, two dispensers try to hand out the same prescription at once. */
const RIVALS_EVERY = 5;

/** What each organisation does with a prescription; every stage answers whether the next may have it. */
export class Stages {
  #handedOut = 0;

  constructor(
    private readonly cast: Cast,
    private readonly journal: Journal,
  ) {}

  async issue(): Promise<Item | undefined> {
    const order: Order = {
      step: 'issue',
      path: '/prescriptions',
      body: { body: BODY, validUntil: inThirtyDays() },
    };
    const outcome = await this.cast.physician.give(order);
    if (!this.#isDone(this.cast.physician, order, outcome)) return undefined;
    return { id: outcome.answer['id'] as string, code: outcome.answer['redemptionCode'] as string };
  }

  async review(item: Item): Promise<boolean> {
    for (const step of ['claim', 'findings', 'approve'] as const) {
      const order = orderOn(item, step, `review/${step}`);
      if (!(await this.#step(this.cast.reviewer, { ...order, isHandedOver: step === 'claim' }))) return false;
    }
    return true;
  }

  async handOut(item: Item): Promise<boolean> {
    const { dispenser, rival } = this.cast;
    const redeem = orderOn(item, 'redeem', 'redeem', { code: item.code });
    if (!(await this.#step(dispenser, { ...redeem, isHandedOver: true }))) return false;
    const lines = BODY.lines.map(({ line, quantity }) => ({ line, quantity, batch: 'CHAOS-1' }));
    const dispense = orderOn(item, 'dispense', 'dispense', { lines });
    this.#handedOut += 1;
    if (this.#handedOut % RIVALS_EVERY !== 0) return this.#step(dispenser, dispense);
    const both = await Promise.all([dispenser.give(dispense), rival.give(dispense)]);
    const told = both.filter((outcome) => outcome?.isAcknowledged).length;
    this.journal.rivals.set(item.id, told);
    return told > 0;
  }

  async invoice(item: Item): Promise<boolean> {
    const body = { invoice: { amount: 1290, currency: 'EUR', reference: `INV-${item.id.slice(0, 6)}` } };
    return this.#step(this.cast.dispenser, orderOn(item, 'invoice', 'payment/invoice', body));
  }

  async adjudicate(item: Item): Promise<boolean> {
    const order = orderOn(item, 'adjudicate', 'payment/adjudicate', { isAccepted: true });
    return this.#step(this.cast.payer, { ...order, isHandedOver: true });
  }

  async #step(who: Caller, order: Order): Promise<boolean> {
    return this.#isDone(who, order, await who.give(order));
  }

  #isDone(
    { organisation }: Caller,
    { step }: Order,
    outcome: Outcome,
  ): outcome is Extract<Outcome, { isAcknowledged: true }> {
    if (outcome?.isAcknowledged === false) this.journal.refusals.push({ step, organisation, code: outcome.code });
    return outcome?.isAcknowledged === true;
  }
}

const orderOn = ({ id }: Item, step: Step, path: string, body?: object): Order => ({
  ...{ step, prescription: id, path: `/prescriptions/${id}/${path}` },
  ...(body === undefined ? {} : { body }),
});
