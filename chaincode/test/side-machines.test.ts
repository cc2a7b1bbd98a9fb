import { FULFILMENT_STATUSES, PAYMENT_STATUSES, type FulfilmentStatus, type PaymentStatus } from '../src/api';
import { Case } from './support/case';
import { Consortium, type Call } from './support/consortium';
import { PEOPLE, type Person } from './support/people';

type Name = keyof typeof PEOPLE;
type Verdict = string;

const NAMES = Object.keys(PEOPLE) as readonly Name[];

/** By hand from the design: in which statuses, by whom, and what others of the role hear. */
interface Statement<Status> {
  readonly in: readonly Status[];
  readonly who: Partial<Record<Name, Verdict>>;
  readonly call: (rx: Case, as: Person) => Call;
}

const thePharmacy = { dispenser: 'done', secondDispenser: 'done', eastDispenser: 'ACCESS_RELATION' } as const;

async function verdicts(consortium: Consortium, call: (as: Person) => Call): Promise<Record<string, Verdict>> {
  const found: Record<string, Verdict> = {};
  for (const name of NAMES) {
    const answer = await consortium.dryRun(call(PEOPLE[name]));
    found[name] = answer.isDone ? 'done' : answer.code;
  }
  return found;
}

function expected<Status>(statement: Statement<Status>, status: Status, refusal: string): Record<string, Verdict> {
  return Object.fromEntries(
    NAMES.map((name) => {
      const who = statement.who[name];
      if (who === undefined) return [name, 'ACCESS_ROLE'];
      return [name, statement.in.includes(status) ? who : refusal];
    }),
  );
}

describe('payment', () => {
  let consortium: Consortium;
  const cases = new Map<PaymentStatus, Case>();

  const PATHS: Readonly<Record<PaymentStatus, readonly [string, Record<string, unknown>][]>> = {
    INVOICED: [],
    ADJUDICATED: [['Adjudicate', { isAccepted: true }]],
    REJECTED: [['Adjudicate', { isAccepted: false, reasonCode: 'NOT_COVERED' }]],
    PAID: [
      ['Adjudicate', { isAccepted: true }],
      ['Pay', {}],
    ],
    REFUNDED: [
      ['Adjudicate', { isAccepted: true }],
      ['Pay', {}],
      ['Refund', { reasonCode: 'PAID_TWICE' }],
    ],
  };

  const plain =
    (transaction: string, extra: Record<string, unknown> = {}) =>
    (rx: Case, as: Person): Call =>
      rx.call('payment', transaction, as, extra);

  const STATEMENTS: Readonly<Record<string, Statement<PaymentStatus>>> = {
    Invoice: { in: ['REJECTED'], who: thePharmacy, call: (rx, as) => rx.invoiceCall(as) },
    Adjudicate: { in: ['INVOICED'], who: { payer: 'done' }, call: plain('Adjudicate', { isAccepted: true }) },
    Pay: { in: ['ADJUDICATED'], who: { payer: 'done' }, call: plain('Pay') },
    Refund: {
      in: ['PAID'],
      who: { payer: 'done', ...thePharmacy },
      call: plain('Refund', { reasonCode: 'PAID_TWICE' }),
    },
  };

  beforeAll(async () => {
    consortium = await Consortium.founded();
    for (const status of PAYMENT_STATUSES) {
      const rx = new Case(consortium);
      await rx.dispensed();
      await rx.must(rx.invoiceCall());
      for (const [transaction, extra] of PATHS[status])
        await rx.must(rx.call('payment', transaction, PEOPLE.payer, extra));
      cases.set(status, rx);
    }
  });

  afterAll(() => consortium.close());

  describe.each(Object.keys(STATEMENTS))('%s', (transaction) => {
    it.each(PAYMENT_STATUSES)('in %s, for everyone', async (status) => {
      const statement = STATEMENTS[transaction]!;
      const found = await verdicts(consortium, (as) => statement.call(cases.get(status)!, as));
      expect(found).toEqual(expected(statement, status, 'PAYMENT_STATUS'));
    });
  });

  it('is asked for by the pharmacy that dispensed, and not before', async () => {
    const rx = new Case(consortium);
    await rx.redeemed();
    expect(await rx.submit(rx.invoiceCall())).toMatchObject({ code: 'RX_STATUS' });
    expect(await rx.submit(rx.call('payment', 'Pay', PEOPLE.payer))).toMatchObject({ code: 'PAYMENT_NOT_FOUND' });
    await rx.must(rx.dispenseCall([{ line: 1, quantity: 20 }]));
    expect(await rx.submit(rx.invoiceCall(PEOPLE.eastDispenser))).toMatchObject({ code: 'RX_NOT_HOLDER' });
    expect(await rx.submit(rx.invoiceCall(PEOPLE.dispenser, { payer: 'EastMSP' }))).toMatchObject({
      code: 'REGISTRY_UNKNOWN_MEMBER',
    });
  });

  it('is rejected with a reason, and asked for again from the same payer', async () => {
    const rx = cases.get('INVOICED')!;
    const adjudicate = rx.call('payment', 'Adjudicate', PEOPLE.payer, { isAccepted: false });
    expect(await rx.submit(adjudicate)).toMatchObject({
      detail: { faults: [{ path: '/reasonCode', rule: 'required' }] },
    });
    const again = new Case(consortium);
    await again.dispensed();
    await again.must(again.invoiceCall());
    await again.must(
      again.call('payment', 'Adjudicate', PEOPLE.payer, { isAccepted: false, reasonCode: 'NOT_COVERED' }),
    );
    expect(await again.must(again.invoiceCall())).toMatchObject({ status: 'INVOICED', version: 3 });
  });

  it('is not accepted for what was withdrawn meanwhile', async () => {
    const rx = new Case(consortium);
    await rx.dispensed();
    await rx.must(rx.invoiceCall());
    await rx.must(rx.call('prescription', 'Withdraw', PEOPLE.dispenser, { reasonCode: 'WRONG_PACK' }));
    const accept = rx.call('payment', 'Adjudicate', PEOPLE.payer, { isAccepted: true });
    expect(await rx.submit(accept)).toMatchObject({ code: 'RX_STATUS', detail: { status: 'REDEEMED' } });
  });

  it('shows the invoice to its two parties alone', async () => {
    const { id } = cases.get('PAID')!;
    const readers: Name[] = [];
    for (const name of NAMES) {
      const answer = await consortium.evaluate(PEOPLE[name], 'payment:ReadInvoice', { id });
      if (answer.isDone) readers.push(name);
    }
    expect(readers).toEqual(['dispenser', 'secondDispenser', 'pharmacyAuditor', 'payer', 'thirdPartyAuditor']);
    expect(await consortium.read(PEOPLE.payer, 'payment:ReadInvoice', { id })).toEqual({
      amount: 1250,
      currency: 'EUR',
      reference: 'R-1',
    });
  });
});

describe('fulfilment', () => {
  let consortium: Consortium;
  const cases = new Map<string, Case>();

  const DELIVERY: Readonly<Partial<Record<FulfilmentStatus, readonly string[]>>> = {
    PREPARING: [],
    READY: ['Ready'],
    DISPATCHED: ['Ready', 'Dispatch'],
    DELIVERED: ['Ready', 'Dispatch', 'Deliver'],
    FAILED: ['Ready', 'Dispatch', 'FailDelivery'],
  };
  const COLLECTION: typeof DELIVERY = { PREPARING: [], READY: ['Ready'], COLLECTED: ['Ready', 'Collect'] };

  const plain =
    (transaction: string, extra: Record<string, unknown> = {}) =>
    (rx: Case, as: Person): Call =>
      rx.call('fulfilment', transaction, as, extra);

  const failed = { reasonCode: 'NOBODY_HOME' };
  const STATEMENTS: Readonly<Record<string, Statement<string>>> = {
    Prepare: { in: [], who: thePharmacy, call: (rx, as) => rx.prepareCall(as) },
    Ready: { in: ['delivery PREPARING', 'collection PREPARING'], who: thePharmacy, call: plain('Ready') },
    Dispatch: { in: ['delivery READY', 'delivery FAILED'], who: thePharmacy, call: plain('Dispatch') },
    Deliver: { in: ['delivery DISPATCHED'], who: { courier: 'done' }, call: plain('Deliver') },
    Collect: { in: ['collection READY'], who: thePharmacy, call: plain('Collect') },
    FailDelivery: { in: ['delivery DISPATCHED'], who: { courier: 'done' }, call: plain('FailDelivery', failed) },
  };

  const stages = [
    ...Object.keys(DELIVERY).map((status) => `delivery ${status}`),
    ...Object.keys(COLLECTION).map((status) => `collection ${status}`),
  ];

  beforeAll(async () => {
    consortium = await Consortium.founded();
    for (const stage of stages) {
      const [mode, status] = stage.split(' ') as ['delivery' | 'collection', FulfilmentStatus];
      const rx = new Case(consortium);
      await rx.dispensed();
      await rx.must(rx.prepareCall(PEOPLE.dispenser, mode));
      for (const step of (mode === 'delivery' ? DELIVERY : COLLECTION)[status]!) {
        const isCouriers = step === 'Deliver' || step === 'FailDelivery';
        const as = isCouriers ? PEOPLE.courier : PEOPLE.dispenser;
        await rx.must(rx.call('fulfilment', step, as, step === 'FailDelivery' ? failed : {}));
      }
      cases.set(stage, rx);
    }
  });

  afterAll(() => consortium.close());

  it('has every status among the stages', () => {
    expect(new Set(stages.map((stage) => stage.split(' ')[1]))).toEqual(new Set(FULFILMENT_STATUSES));
  });

  describe.each(Object.keys(STATEMENTS))('%s', (transaction) => {
    it.each(stages)('in %s, for everyone', async (stage) => {
      const statement = STATEMENTS[transaction]!;
      const found = await verdicts(consortium, (as) => statement.call(cases.get(stage)!, as));
      expect(found).toEqual(expected(statement, stage, 'FULFILMENT_STATUS'));
    });
  });

  it('begins once something was handed out, and not before', async () => {
    const rx = new Case(consortium);
    await rx.redeemed();
    expect(await rx.submit(rx.prepareCall())).toMatchObject({ code: 'RX_STATUS', detail: { allowed: ['Dispense'] } });
    expect(await rx.submit(rx.call('fulfilment', 'Ready', PEOPLE.dispenser))).toMatchObject({
      code: 'FULFILMENT_NOT_FOUND',
    });
    await rx.must(rx.dispenseCall([{ line: 1, quantity: 1 }]));
    expect(await rx.submit(rx.prepareCall(PEOPLE.eastDispenser))).toMatchObject({ code: 'RX_NOT_HOLDER' });
    expect(await rx.must(rx.prepareCall())).toMatchObject({ status: 'PREPARING' });
  });

  it('counts attempts and tries again after a failed one', async () => {
    const rx = cases.get('delivery FAILED')!;
    expect(await rx.must(rx.call('fulfilment', 'Dispatch', PEOPLE.dispenser))).toMatchObject({
      attempts: 2,
      status: 'DISPATCHED',
    });
    const delivered = await rx.must<object>(rx.call('fulfilment', 'Deliver', PEOPLE.courier));
    expect(delivered).toMatchObject({ status: 'DELIVERED', courier: PEOPLE.courier.id });
    expect(delivered).not.toHaveProperty('reasonCode');
  });

  it('is collected where the prescription was reviewed, without an instruction', async () => {
    const rx = new Case(consortium);
    await rx.dispensed();
    const prepare = rx.prepareCall(PEOPLE.dispenser, 'collection');
    const elsewhere = { ...prepare, command: { ...(prepare.command as object), partner: 'SouthMSP' } };
    expect(await rx.submit(elsewhere)).toMatchObject({ code: 'INPUT_INVALID' });
    const { id } = cases.get('collection READY')!;
    expect(await consortium.evaluate(PEOPLE.dispenser, 'fulfilment:ReadInstruction', { id })).toMatchObject({
      code: 'FULFILMENT_STATUS',
    });
  });

  it('shows where to deliver to the two parties alone', async () => {
    const { id } = cases.get('delivery READY')!;
    const readers: Name[] = [];
    for (const name of NAMES) {
      const answer = await consortium.evaluate(PEOPLE[name], 'fulfilment:ReadInstruction', { id });
      if (answer.isDone) readers.push(name);
    }
    expect(readers).toEqual(['dispenser', 'secondDispenser', 'pharmacyAuditor', 'courier', 'thirdPartyAuditor']);
  });
});
