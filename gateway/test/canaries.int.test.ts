import { amoxicillin } from './amoxicillin';
import { openStage, type Stage } from './stage';

jest.setTimeout(120_000);

/** Words that stand in every private place and may come out nowhere else. */
const CANARY = {
  name: 'Quibblethorn',
  drug: 'Zanzibrexol',
  dosage: 'mornings with canarymilk',
  diagnosis: 'Z99.81',
  diagnosisText: 'canary-pox',
  allergy: 'canaryfeather',
  note: 'canary-note',
  reason: 'canary-reason-text',
  batch: 'CANARYBATCH7',
  product: 'Zanzibrexol-Generic',
  substitution: 'canary-shortage',
  recipient: 'Quibblethorn-Neighbour',
  address: 'Canary Lane 7',
  reference: 'INV-CANARY-7',
} as const;

const canaries = Object.values(CANARY);

const secretBody = () => {
  const [line] = amoxicillin().lines;
  return amoxicillin({
    lines: [{ ...line!, drug: { ...line!.drug, name: CANARY.drug }, dosage: CANARY.dosage }],
    diagnoses: [{ code: CANARY.diagnosis, text: CANARY.diagnosisText }],
    facts: { name: CANARY.name, birthDate: '1980-05-17', sex: 'female', allergies: [CANARY.allergy] },
    note: CANARY.note,
  });
};

describe('what is private', () => {
  let stage: Stage;
  const codes: string[] = [];
  const refusals: string[] = [];

  const refused = async (answer: Promise<{ statusCode: number; body: string }>): Promise<void> => {
    const { statusCode, body } = await answer;
    expect(statusCode).toBeGreaterThanOrEqual(400);
    refusals.push(body);
  };

  beforeAll(async () => {
    stage = await openStage();
    const { dispenser, courier, physician, reviewer } = stage;
    const { path, code, validUntil } = await stage.issued(secretBody());
    codes.push(code);
    const line = { line: 1, quantity: 21, batch: CANARY.batch, product: CANARY.product };
    const instruction = { recipient: CANARY.recipient, address: CANARY.address };
    const invoice = { amount: 1, currency: 'EUR', reference: CANARY.reference };
    await stage.all([
      [reviewer, `${path}/review/claim`, undefined, 200],
      [reviewer, `${path}/review/return`, { reasonCodes: ['DOSE_UNCLEAR'], text: CANARY.reason }, 200],
      [physician, `${path}/amend`, { body: secretBody(), validUntil }, 200],
      [reviewer, `${path}/review/claim`, undefined, 200],
      [reviewer, `${path}/review/findings`, undefined, 200],
      [reviewer, `${path}/review/approve`, undefined, 200],
      [dispenser, `${path}/lookup`, { code }, 200],
      [dispenser, `${path}/redeem`, { code }, 200],
      [dispenser, `${path}/dispense`, { lines: [{ ...line, substitutionReason: CANARY.substitution }] }, 200],
      [dispenser, `${path}/fulfilment/prepare`, { mode: 'delivery', instruction }, 201],
      [dispenser, `${path}/payment/invoice`, { invoice }, 201],
    ]);
    await refused(dispenser.post(`${path}/redeem`, { code }));
    await refused(courier.post(`${path}/fulfilment/fail`, { reasonCode: CANARY.name }));
    await refused(physician.post('/prescriptions', { body: secretBody(), validUntil: 1 }));
    await refused(
      physician.post('/prescriptions', { body: { ...secretBody(), [CANARY.drug]: CANARY.name }, validUntil }),
    );
    await refused(physician.post(`/prescriptions/${CANARY.name}/cancel`, { reasonCode: CANARY.drug }));
    await refused(physician.get(`/prescriptions?cursor=${CANARY.name}`));
    await refused(physician.get(`${path}/payment/invoice`));
    await refused(courier.get(`${path}/body`));
  });
  afterAll(async () => stage.close());

  const expectNone = (text: string, words: readonly string[] = canaries): void => {
    for (const word of words) expect([word, text.includes(word)]).toEqual([word, false]);
  };

  it('can be read by those who have a part in it, so that this test would see it', async () => {
    const { items } = (await stage.physician.get('/prescriptions?atLeastBlock=20')).json<{ items: { id: string }[] }>();
    const body = (await stage.physician.get(`/prescriptions/${items[0]!.id}/body`)).body;
    for (const word of [CANARY.name, CANARY.drug, CANARY.note]) expect(body).toContain(word);
  });

  it('is not in the public state', () => {
    const states = stage.consortium.ledger.network.states('rx');
    expect(states.length).toBeGreaterThan(20);
    for (const { key, value } of states) expectNone(key + value.toString('utf8'), [...canaries, ...codes]);
  });

  it('is not in any block', () => {
    const { network } = stage.consortium.ledger;
    expect(network.height()).toBeGreaterThan(20);
    for (let number = 0; number < network.height(); number += 1) {
      expectNone(Buffer.from(network.block(number)!.serializeBinary()).toString('latin1'), [...canaries, ...codes]);
    }
  });

  it('is not in events, and not in lists', async () => {
    expect(stage.consortium.ledger.recorded.length).toBeGreaterThan(15);
    expectNone(JSON.stringify(stage.consortium.ledger.recorded));
    expectNone((await stage.physician.get('/prescriptions')).body);
    expectNone((await stage.reviewer.get('/review/queue')).body);
  });

  it('is not in refusals, whatever was sent', () => {
    expect(refusals).toHaveLength(8);
    expectNone(refusals.join('\n'), [...canaries, ...codes]);
  });

  it('is not in the logs, nor in the metrics', async () => {
    expect(stage.consortium.lines.length).toBeGreaterThan(10);
    expectNone(stage.consortium.lines.join('\n'), [...canaries, ...codes]);
    for (const app of stage.consortium.apps.values()) expectNone((await app.inject('/metrics')).body);
  });
});
