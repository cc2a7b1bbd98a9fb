import type { PrescriptionView } from '@rxledger/chaincode/api';
import { Consortium, type Person } from './consortium';

jest.setTimeout(120_000);

const DAY = 86_400_000;

const body = (lines = 1) => ({
  patient: 'HospitalMSP:p-1',
  lines: Array.from({ length: lines }, (_, index) => ({
    line: index + 1,
    drug: { atc: 'J01CA04', name: 'Amoxicillin 500 mg capsules', form: 'capsule', strength: '500 mg' },
    quantity: 21,
    unit: 'capsule',
    dosage: '1 capsule 3 times a day for 7 days',
    isSubstitutionAllowed: true,
    isControlled: false,
  })),
  diagnoses: [{ code: 'J01.9' }],
  facts: { birthDate: '1980-05-17', sex: 'female', isPregnant: false },
});

describe('a prescription, through four gateways and the real chaincode', () => {
  let consortium: Consortium;
  let physician: Person;
  let reviewer: Person;
  let dispenser: Person;
  let payer: Person;
  let courier: Person;
  let patient: Person;

  beforeAll(async () => {
    consortium = await Consortium.open();
    physician = await consortium.register('HospitalMSP', 'd-1', 'physician', { scope: ['*'] });
    patient = await consortium.register('HospitalMSP', 'p-1', 'patient');
    reviewer = await consortium.register('CentreMSP', 'r-1', 'reviewer');
    dispenser = await consortium.register('PharmacyMSP', 'x-1', 'dispenser');
    payer = await consortium.register('ThirdPartyMSP', 'y-1', 'payer');
    courier = await consortium.register('ThirdPartyMSP', 'c-1', 'courier');
  });
  afterAll(async () => consortium.close());

  const issue = async (headers: Record<string, string> = {}, changes: object = {}) => {
    const validUntil = consortium.ledger.network.now() + 20 * DAY;
    const answer = await physician.post('/prescriptions', { body: body(), validUntil, ...changes }, headers);
    expect(answer.body).toContain('redemptionCode');
    return answer.json<PrescriptionView & { redemptionCode: string }>();
  };

  const approved = async () => {
    const issued = await issue();
    const path = `/prescriptions/${issued.id}`;
    for (const step of ['claim', 'findings', 'approve']) {
      const answer = await reviewer.post(`${path}/review/${step}`);
      expect([step, answer.statusCode, answer.body]).toEqual([step, 200, expect.any(String)]);
    }
    return { path, code: issued.redemptionCode, id: issued.id };
  };

  it('goes from issue to settlement, and its history names every signer and endorser', async () => {
    const { path, code } = await approved();
    const steps: [Person, string, object | undefined, number][] = [
      [dispenser, `${path}/lookup`, { code }, 200],
      [dispenser, `${path}/redeem`, { code }, 200],
      [dispenser, `${path}/dispense`, { lines: [{ line: 1, quantity: 21, batch: 'B-1' }] }, 200],
      [
        dispenser,
        `${path}/fulfilment/prepare`,
        { mode: 'delivery', instruction: { recipient: 'r', address: 'a' } },
        201,
      ],
      [dispenser, `${path}/fulfilment/ready`, undefined, 200],
      [dispenser, `${path}/fulfilment/dispatch`, undefined, 200],
      [courier, `${path}/fulfilment/fail`, { reasonCode: 'NOBODY_HOME' }, 200],
      [dispenser, `${path}/fulfilment/dispatch`, undefined, 200],
      [courier, `${path}/fulfilment/deliver`, undefined, 200],
      [dispenser, `${path}/payment/invoice`, { invoice: { amount: 1290, currency: 'EUR', reference: 'I-1' } }, 201],
      [payer, `${path}/payment/adjudicate`, { isAccepted: true }, 200],
      [payer, `${path}/payment/pay`, undefined, 200],
      [payer, `${path}/settle`, undefined, 200],
    ];
    for (const [person, url, payload, status] of steps) {
      const answer = await person.post(url, payload);
      expect([url, answer.statusCode, answer.body]).toEqual([url, status, expect.any(String)]);
    }
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
      ...['Invoice', 'Adjudicate', 'Pay'].map((name) => `payment:${name}`),
      'Settle',
    ]);
  });
});
