import type { PrescriptionView } from '@rxledger/chaincode/api';
import { amoxicillin } from './amoxicillin';
import { APPROVAL, DAY, openStage, type Stage } from './stage';

jest.setTimeout(120_000);

describe('a prescription, through four gateways and the real chaincode', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(async () => stage.close());

  it('goes from issue to settlement, and its history names every signer and endorser', async () => {
    const { dispenser, courier, payer, patient } = stage;
    const { path, code } = await stage.approved();
    const instruction = { recipient: 'r', address: 'a' };
    const invoice = { amount: 1290, currency: 'EUR', reference: 'I-1' };
    await stage.all([
      [dispenser, `${path}/lookup`, { code }, 200],
      [dispenser, `${path}/redeem`, { code }, 200],
      [dispenser, `${path}/dispense`, { lines: [{ line: 1, quantity: 21, batch: 'B-1' }] }, 200],
      [dispenser, `${path}/fulfilment/prepare`, { mode: 'delivery', instruction }, 201],
      [dispenser, `${path}/fulfilment/ready`, undefined, 200],
      [dispenser, `${path}/fulfilment/dispatch`, undefined, 200],
      [courier, `${path}/fulfilment/fail`, { reasonCode: 'NOBODY_HOME' }, 200],
      [dispenser, `${path}/fulfilment/dispatch`, undefined, 200],
      [courier, `${path}/fulfilment/deliver`, undefined, 200],
      [dispenser, `${path}/payment/invoice`, { invoice }, 201],
      [payer, `${path}/payment/adjudicate`, { isAccepted: false, reasonCode: 'AMOUNT_WRONG' }, 200],
      [dispenser, `${path}/payment/invoice`, { invoice: { ...invoice, amount: 990 } }, 201],
      [payer, `${path}/payment/adjudicate`, { isAccepted: true }, 200],
      [payer, `${path}/payment/pay`, undefined, 200],
      [payer, `${path}/settle`, undefined, 200],
    ]);
    const read = await courier.get(`${path}/fulfilment/instruction`);
    expect(read.json()).toEqual(instruction);
    expect((await payer.get(`${path}/payment/invoice`)).json()).toMatchObject({ amount: 990 });
    const { items } = (await patient.get(`${path}/history`)).json<{ items: Record<string, unknown>[] }>();
    expect(items[0]).toMatchObject({
      transaction: 'Issue',
      signer: 'HospitalMSP:d-1',
      organisation: 'HospitalMSP',
      endorsers: ['HospitalMSP', 'CentreMSP'],
    });
    expect(items.map(({ transaction }) => transaction)).toEqual([
      'Issue',
      'ClaimReview',
      'RecordFindings',
      'Approve',
      'Redeem',
      'Dispense',
      ...['Prepare', 'Ready', 'Dispatch', 'FailDelivery', 'Dispatch', 'Deliver'].map((name) => `fulfilment:${name}`),
      ...['Invoice', 'Adjudicate', 'Invoice', 'Adjudicate', 'Pay'].map((name) => `payment:${name}`),
      'Settle',
    ]);
  });

  it('is collected at the counter, paid and refunded', async () => {
    const { dispenser, payer } = stage;
    const { path } = await stage.dispensed();
    await stage.all([
      [dispenser, `${path}/fulfilment/prepare`, { mode: 'collection' }, 201],
      [dispenser, `${path}/fulfilment/ready`, undefined, 200],
      [dispenser, `${path}/fulfilment/collect`, undefined, 200],
      [dispenser, `${path}/payment/invoice`, { invoice: { amount: 5, currency: 'EUR', reference: 'I-2' } }, 201],
      [payer, `${path}/payment/adjudicate`, { isAccepted: true }, 200],
      [payer, `${path}/payment/pay`, undefined, 200],
      [payer, `${path}/payment/refund`, { reasonCode: 'PAID_TWICE' }, 200],
    ]);
    expect((await payer.get(`${path}/payment`)).json()).toMatchObject({ status: 'REFUNDED' });
    expect((await payer.get(`${path}/fulfilment`)).json()).toMatchObject({ status: 'COLLECTED', partner: 'CentreMSP' });
  });

  it('is returned with a reason, amended and approved; or refused', async () => {
    const { physician, reviewer } = stage;
    const { path, validUntil } = await stage.issued();
    await stage.all([
      [reviewer, `${path}/review/claim`, undefined, 200],
      [reviewer, `${path}/review/return`, { reasonCodes: ['DOSE_UNCLEAR'], text: 'Which dose?' }, 200],
      [physician, `${path}/amend`, { body: amoxicillin({ note: 'now clear' }), validUntil }, 200],
    ]);
    const amended = await physician.get(`${path}/body`);
    expect(amended.json()).toMatchObject({ bodyVersion: 2, body: { note: 'now clear' } });
    await stage.all([
      ...APPROVAL.map((step): Parameters<Stage['all']>[0][number] => [
        reviewer,
        `${path}/review/${step}`,
        undefined,
        200,
      ]),
    ]);
    const other = await stage.issued();
    await stage.all([
      [reviewer, `${other.path}/review/claim`, undefined, 200],
      [reviewer, `${other.path}/review/refuse`, { reasonCodes: ['NO_INDICATION'] }, 200],
    ]);
    expect((await physician.get(other.path)).json()).toMatchObject({
      status: 'REFUSED',
      reasonCodes: ['NO_INDICATION'],
    });
  });

  it('is dispensed in two parts, the rest by another pharmacist after a give-back, and one part is withdrawn', async () => {
    const { dispenser, second, reviewer } = stage;
    const { path, code } = await stage.approved();
    const part = (quantity: number, batch: string) => ({
      lines: [{ line: 1, quantity, isOwing: quantity < 21, batch }],
    });
    await stage.all([
      [dispenser, `${path}/redeem`, { code }, 200],
      [dispenser, `${path}/dispense`, part(10, 'B-1'), 200],
      [dispenser, `${path}/give-back`, undefined, 200],
      [second, `${path}/redeem`, { code }, 200],
      [
        second,
        `${path}/dispense`,
        { lines: [{ line: 1, quantity: 11, batch: 'B-2', product: 'Other brand', substitutionReason: 'shortage' }] },
        200,
      ],
      [second, `${path}/withdraw`, { reasonCode: 'WRONG_PRODUCT' }, 200],
      [second, `${path}/dispense`, { lines: [{ line: 1, quantity: 11, batch: 'B-3' }] }, 200],
    ]);
    const view = (await reviewer.get(path)).json<PrescriptionView>();
    expect(view).toMatchObject({ status: 'DISPENSED', lines: [{ line: 1, status: 'dispensed', dispensed: 21 }] });
    const { items } = (await second.get(`${path}/dispensings`)).json<{ items: object[] }>();
    expect(items).toHaveLength(3);
    expect(items[1]).toMatchObject({
      withdrawnAt: expect.any(Number),
      lines: [{ batch: 'B-2', product: 'Other brand' }],
    });
  });

  it('is cancelled by physician or patient before redemption, and pending while a pharmacy holds it', async () => {
    const { physician, patient, dispenser } = stage;
    const reason = { reasonCode: 'CHANGE_OF_REGIME' };
    const early = await stage.issued();
    const byPatient = await stage.approved();
    const late = await stage.approved();
    await stage.all([
      [physician, `${early.path}/cancel`, reason, 200],
      [patient, `${byPatient.path}/cancel`, reason, 200],
      [dispenser, `${late.path}/redeem`, { code: late.code }, 200],
      [physician, `${late.path}/cancel`, reason, 200],
    ]);
    expect((await patient.get(byPatient.path)).json()).toMatchObject({ status: 'CANCELLED' });
    expect((await physician.get(late.path)).json()).toMatchObject({
      status: 'REDEEMED',
      cancellation: { state: 'pending', by: 'HospitalMSP:d-1' },
    });
    const refused = await dispenser.post(`${late.path}/dispense`, { lines: [{ line: 1, quantity: 21, batch: 'B' }] });
    expect(refused.json()).toMatchObject({ code: 'RX_CANCELLATION_PENDING', status: 409 });
    await dispenser.post(`${late.path}/give-back`);
    expect((await physician.get(late.path)).json()).toMatchObject({ status: 'CANCELLED' });
  });

  it('gets a new code when the old one is lost, and the old one no longer opens it', async () => {
    const { patient, dispenser } = stage;
    const { path, code } = await stage.approved();
    const replaced = (await patient.post(`${path}/code`)).json<{ redemptionCode: string }>();
    expect(replaced.redemptionCode).not.toBe(code);
    expect((await dispenser.post(`${path}/lookup`, { code })).json()).toMatchObject({ code: 'RX_CODE_MISMATCH' });
    await stage.all([[dispenser, `${path}/redeem`, { code: replaced.redemptionCode }, 200]]);
  });

  it('is recalled by its patient when the lease of the pharmacy is over, and expires when its time is', async () => {
    const { patient, dispenser, reviewer } = stage;
    const { path, code } = await stage.approved();
    await stage.all([[dispenser, `${path}/redeem`, { code }, 200]]);
    expect((await patient.post(`${path}/recall`)).json()).toMatchObject({ code: 'RX_LEASE_RUNNING' });
    stage.advance(1.1 * DAY);
    await stage.all([[patient, `${path}/recall`, undefined, 200]]);
    expect((await reviewer.post(`${path}/expire`)).json()).toMatchObject({ code: 'RX_NOT_DUE' });
    stage.advance(60 * DAY);
    await stage.all([[reviewer, `${path}/expire`, undefined, 200]]);
    expect((await patient.get(path)).json()).toMatchObject({ status: 'EXPIRED', lines: [{ status: 'expired' }] });
  });

  it('opens the next fill of a series under an id and a code of its own', async () => {
    const { physician, dispenser } = stage;
    const { path, code, id } = await stage.approved({ repeat: { fills: 2, intervalDays: 7 } });
    await stage.all([
      [dispenser, `${path}/redeem`, { code }, 200],
      [dispenser, `${path}/dispense`, { lines: [{ line: 1, quantity: 21, batch: 'B-1' }] }, 200],
    ]);
    stage.advance(8 * DAY);
    const opened = await physician.post(`${path}/fills`, { validUntil: stage.inDays(10) });
    expect(opened.statusCode).toBe(201);
    expect(opened.headers.location).toBe(`/v1/prescriptions/${id}-2`);
    const fill = opened.json<{ redemptionCode: string }>();
    expect(fill.redemptionCode).not.toBe(code);
    await stage.all([[dispenser, `/prescriptions/${id}-2/redeem`, { code: fill.redemptionCode }, 200]]);
  });

  it('is erased, body and records, at every organisation that held a part, once the retention is over', async () => {
    const { patient, payer, dispenser, physician } = stage;
    const { path } = await stage.dispensed();
    await stage.all([
      [dispenser, `${path}/payment/invoice`, { invoice: { amount: 5, currency: 'EUR', reference: 'I-3' } }, 201],
    ]);
    expect((await patient.post(`${path}/erase`)).json()).toMatchObject({ code: 'RX_RETENTION' });
    stage.advance(3660 * DAY);
    const headers = { 'idempotency-key': 'erase-0000001' };
    const erased = await patient.post(`${path}/erase`, undefined, headers);
    expect([erased.statusCode, erased.json<{ receipt: { endorsers: string[] } }>().receipt.endorsers]).toEqual([
      200,
      ['HospitalMSP', 'CentreMSP', 'PharmacyMSP', 'ThirdPartyMSP'],
    ]);
    expect((await physician.get(`${path}/body`)).json()).toMatchObject({ code: 'RX_ERASED', status: 410 });
    expect((await payer.get(`${path}/payment/invoice`)).statusCode).toBe(410);
    expect((await patient.post(`${path}/erase`, undefined, headers)).statusCode).toBe(200);
  });
});
