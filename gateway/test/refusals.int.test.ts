import type { PrescriptionView } from '@rxledger/chaincode/api';
import { amoxicillin } from './amoxicillin';
import { openStage, type Stage } from './stage';

jest.setTimeout(120_000);

const key = (text: string) => ({ 'idempotency-key': text });

describe('repeats, races and refusals', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(async () => stage.close());

  it('answers a repeated issue with the same prescription and the same code, also when the first answer was lost', async () => {
    const { physician, consortium } = stage;
    const order = { body: amoxicillin(), validUntil: stage.inDays(5) };
    consortium.ledger.isAnswerLost = true;
    const lost = await physician.post('/prescriptions', order, key('order-0000001'));
    expect(lost.json()).toMatchObject({ status: 504, code: 'LEDGER_OUTCOME_UNKNOWN' });
    const second = await physician.post('/prescriptions', order, key('order-0000001'));
    const third = await physician.post('/prescriptions', order, key('order-0000001'));
    expect([second.statusCode, third.statusCode]).toEqual([201, 201]);
    const { receipt: _second, ...answer } = second.json<Record<string, unknown>>();
    const { receipt: _third, ...again } = third.json<Record<string, unknown>>();
    expect(again).toEqual(answer);
    expect(second.headers.location).toBe(`/v1/prescriptions/${String(answer['id'])}`);
    const other = await physician.post(
      '/prescriptions',
      { ...order, validUntil: order.validUntil + 1 },
      key('order-0000001'),
    );
    expect(other.json()).toMatchObject({ status: 409, code: 'INPUT_COMMAND_REUSED' });
  });

  it('draws another id and code for another key, and for another caller of the same key', async () => {
    const { physician, consortium } = stage;
    const colleague = await consortium.register('HospitalMSP', 'd-2', 'physician', { scope: ['J01'] });
    const order = { body: amoxicillin(), validUntil: stage.inDays(5) };
    const answers = [
      await physician.post('/prescriptions', order, key('order-0000002')),
      await physician.post('/prescriptions', order, key('order-0000003')),
      await colleague.post('/prescriptions', order, key('order-0000002')),
      await physician.post('/prescriptions', order),
    ].map((answer) => answer.json<PrescriptionView & { redemptionCode: string }>());
    expect(new Set(answers.map(({ id }) => id)).size).toBe(4);
    expect(new Set(answers.map(({ redemptionCode }) => redemptionCode)).size).toBe(4);
    expect(new Set(answers.map(({ commitment }) => commitment)).size).toBe(4);
  });

  it('answers repeated steps as the first did, each of them', async () => {
    const { reviewer, dispenser } = stage;
    const { path, code } = await stage.issued();
    const steps: [typeof reviewer, string, object | undefined][] = [
      [reviewer, 'review/claim', undefined],
      [reviewer, 'review/findings', undefined],
      [reviewer, 'review/approve', undefined],
      [dispenser, 'redeem', { code }],
      [dispenser, 'dispense', { lines: [{ line: 1, quantity: 5, batch: 'B', isOwing: true }] }],
      [dispenser, 'fulfilment/prepare', { mode: 'delivery', instruction: { recipient: 'r', address: 'a' } }],
    ];
    for (const [person, step, body] of steps) {
      const first = await person.post(`${path}/${step}`, body, key(`${step.replace('/', '-')}-0001`));
      const again = await person.post(`${path}/${step}`, body, key(`${step.replace('/', '-')}-0001`));
      const { receipt: _first, ...answer } = first.json<Record<string, unknown>>();
      const { receipt: _again, ...repeated } = again.json<Record<string, unknown>>();
      expect([step, first.statusCode < 300, repeated]).toEqual([step, true, answer]);
    }
  });

  it('refuses a write on a version that is stale, and says which one there is', async () => {
    const { reviewer, physician } = stage;
    const { path } = await stage.issued();
    const { etag } = (await physician.get(path)).headers;
    expect(etag).toBe('"1"');
    expect((await reviewer.post(`${path}/review/claim`, undefined, { 'if-match': '"1"' })).headers.etag).toBe('"2"');
    const stale = await physician.post(`${path}/cancel`, { reasonCode: 'PATIENT_REQUEST' }, { 'if-match': '"1"' });
    expect(stale.json()).toMatchObject({ status: 412, code: 'RX_VERSION_STALE', currentVersion: 2 });
  });

  it('says what may be done instead', async () => {
    const { reviewer, dispenser, second } = stage;
    const { path, code } = await stage.issued();
    expect((await dispenser.post(`${path}/redeem`, { code })).json()).toMatchObject({ code: 'RX_STATUS' });
    await reviewer.post(`${path}/review/claim`);
    expect((await reviewer.post(`${path}/review/approve`)).json()).toMatchObject({
      status: 409,
      code: 'RX_FINDINGS_MISSING',
      allowed: expect.arrayContaining(['RecordFindings']),
    });
    await stage.all([
      [reviewer, `${path}/review/findings`, undefined, 200],
      [reviewer, `${path}/review/approve`, undefined, 200],
      [dispenser, `${path}/redeem`, { code }, 200],
    ]);
    expect((await second.post(`${path}/redeem`, { code })).json()).toMatchObject({
      code: 'RX_HELD',
      status: 409,
      until: expect.any(Number),
    });
  });

  it('lets a blocking finding and a controlled drug be approved by two reviewers only', async () => {
    const { reviewer, secondReviewer, physician } = stage;
    const facts = { birthDate: '1980-05-17', sex: 'female', isPregnant: false, allergies: ['Penicillin'] };
    const { path } = await stage.issued({ facts });
    await reviewer.post(`${path}/review/claim`);
    const found = (await reviewer.post(`${path}/review/findings`)).json<{ findings: object[] }>();
    expect(found.findings[0]).toMatchObject({ rule: 'allergy-penicillin', severity: 'blocking', line: 1 });
    expect((await physician.get(`${path}/review/findings`)).json()).toEqual({ items: found.findings });
    await stage.all([[reviewer, `${path}/review/approve`, undefined, 200]]);
    expect((await physician.get(path)).json()).toMatchObject({
      status: 'IN_REVIEW',
      review: { firstApproval: 'CentreMSP:r-1', findings: { isBlocking: true } },
    });
    expect((await reviewer.post(`${path}/review/approve`)).json()).toMatchObject({ code: 'RX_SAME_REVIEWER' });
    const approved = await secondReviewer.post(`${path}/review/approve`);
    expect([approved.statusCode, approved.json<PrescriptionView>().status]).toEqual([200, 'APPROVED']);
  });

  it('keeps bodies, findings and records from those who have no part in them', async () => {
    const { dispenser, payer, courier, consortium } = stage;
    const { path } = await stage.dispensed();
    const stranger = await consortium.register('HospitalMSP', 'p-2', 'patient');
    expect((await stranger.get(`${path}/body`)).json()).toMatchObject({ code: 'ACCESS_RELATION' });
    expect((await payer.get(`${path}/body`)).statusCode).toBe(403);
    expect((await courier.get(`${path}/dispensings`)).statusCode).toBe(403);
    expect((await dispenser.get(`${path}/review/findings`)).statusCode).toBe(403);
    expect((await dispenser.get('/review/queue')).json()).toMatchObject({ code: 'ACCESS_ROLE' });
    expect((await stranger.get('/prescriptions')).json()).toMatchObject({ code: 'ACCESS_ROLE' });
    expect((await dispenser.get('/prescriptions/4z8k2m6p0q1r3s5t7v9w1x3y5z')).json()).toMatchObject({
      code: 'RX_NOT_FOUND',
    });
  });

  it('lists the review queue, longest waiting first, and the prescriptions of each organisation by part and page', async () => {
    const { reviewer, physician, dispenser, payer } = stage;
    const first = await stage.issued();
    const second = await stage.issued();
    const block = `atLeastBlock=${stage.consortium.ledger.network.height() - 1}`;
    const queue = (await reviewer.get(`/review/queue?limit=200&${block}`)).json<{
      items: { id: string }[];
      asOfBlock: number;
    }>();
    const ids = queue.items.map(({ id }) => id);
    expect(ids.slice(-2)).toEqual([first.id, second.id]);
    expect(queue.asOfBlock).toBe(stage.consortium.ledger.network.height() - 1);

    const all = (await physician.get(`/prescriptions?limit=200&${block}`)).json<{ items: { id: string }[] }>().items;
    const paged: { id: string }[] = [];
    let cursor = '';
    do {
      const page = (await physician.get(`/prescriptions?limit=3${cursor}`)).json<{
        items: { id: string }[];
        cursor?: string;
      }>();
      paged.push(...page.items);
      cursor = page.cursor === undefined ? '' : `&cursor=${page.cursor}`;
    } while (cursor !== '');
    expect(paged).toEqual(all);
    expect(all[0]).toMatchObject({ id: second.id, status: 'SUBMITTED', hospital: 'HospitalMSP' });
    const held = (await dispenser.get(`/prescriptions?role=pharmacy&limit=200&${block}`)).json<{
      items: { id: string }[];
    }>();
    expect(held.items.length).toBeGreaterThan(0);
    expect(held.items.length).toBeLessThan(all.length);
    expect(
      (await payer.get(`/prescriptions?role=third-party&${block}`)).json<{ items: object[] }>().items,
    ).toHaveLength(1);
    const mine = (await physician.get('/prescriptions?mine=true&limit=200')).json<{
      items: { prescriber: string }[];
    }>();
    expect(new Set(mine.items.map(({ prescriber }) => prescriber))).toEqual(new Set(['HospitalMSP:d-1']));
  });

  it('keeps out whom the registrar suspends or revokes, and lets back whom it reinstates', async () => {
    const { consortium } = stage;
    const registrar = consortium.person('CentreMSP', 'registrar', 'registrar');
    const guest = await consortium.register('CentreMSP', 'r-9', 'reviewer');
    const { path } = await stage.issued();
    expect((await registrar.post('/people/r-9/suspend')).json()).toMatchObject({ status: 'suspended' });
    expect((await guest.post(`${path}/review/claim`)).json()).toMatchObject({ code: 'ACCESS_SUSPENDED' });
    await stage.all([[registrar, '/people/r-9/reinstate', undefined, 200]]);
    await stage.all([[guest, `${path}/review/claim`, undefined, 200]]);
    expect((await registrar.post('/people/r-9/revoke')).json()).toMatchObject({ status: 'suspended' });
    expect((await registrar.get('/people/r-9')).json()).toMatchObject({ isEnrolled: false, status: 'suspended' });
    expect((await registrar.post('/people/r-9/certificate')).json()).toMatchObject({ isEnrolled: true });
    expect((await registrar.post('/people/r-9/leave')).json()).toMatchObject({ status: 'left' });
    expect((await registrar.post('/people/r-9/certificate')).json()).toMatchObject({ code: 'REGISTRY_STATUS' });
    expect((await guest.post('/people', { enrolmentId: 'r-10', role: 'reviewer' })).json()).toMatchObject({
      code: 'ACCESS_ROLE',
    });
    expect((await registrar.post('/people', { enrolmentId: 'r-11', role: 'physician' })).json()).toMatchObject({
      code: 'REGISTRY_ROLE_OF_KIND',
    });
    expect((await registrar.get('/people/r-11')).json()).toMatchObject({ code: 'REGISTRY_ACTOR_NOT_FOUND' });
  });

  it('shows members, people by page, and the agreed policy, which every member signs to change', async () => {
    const { physician, consortium } = stage;
    const members = (await physician.get('/members')).json<{ items: object[] }>().items;
    expect(members).toHaveLength(4);
    const page = (await physician.get('/actors?limit=2')).json<{ items: { id: string }[]; cursor: string }>();
    const next = (await physician.get(`/actors?limit=2&cursor=${page.cursor}`)).json<{ items: { id: string }[] }>();
    expect(new Set([...page.items, ...next.items].map(({ id }) => id)).size).toBe(4);
    expect((await physician.get('/actors/CentreMSP:r-1')).json()).toMatchObject({ role: 'reviewer', status: 'active' });
    const registrar = consortium.person('CentreMSP', 'registrar', 'registrar');
    const changed = await registrar.post('/policy', { parameters: { maximumLines: 6 } });
    expect(changed.json()).toMatchObject({
      parameters: { maximumLines: 6, hospitalScope: 'treating' },
      receipt: { endorsers: ['HospitalMSP', 'CentreMSP', 'PharmacyMSP', 'ThirdPartyMSP'] },
    });
    expect((await physician.get('/policy')).json()).toMatchObject({ parameters: { maximumLines: 6 } });
  });
});
