import type { BodyView, DispensingRecord, Finding, PrescriptionView } from '../src/api';
import { Case, body, drawId, line, sha256 } from './support/case';
import { Consortium, type Answer, type Call } from './support/consortium';
import { PEOPLE, type Person } from './support/people';
import { caseAt } from './support/states';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const refusal = async (answer: Promise<Answer<unknown>>): Promise<unknown> => {
  const given = await answer;
  return given.isDone ? given.status : given.code;
};

describe('the life of a prescription', () => {
  let consortium: Consortium;
  const now = (): number => consortium.network.now();

  beforeAll(async () => {
    consortium = await Consortium.founded();
  });

  afterAll(() => consortium.close());

  const on = (rx: Case, transaction: string, as: Person, extra: Record<string, unknown> = {}, at?: number): Call => ({
    ...rx.call('prescription', transaction, as, extra, rx.proof),
    ...(at !== undefined && { at }),
  });

  describe('issue', () => {
    it.each([
      ['D07AC01', 'VALID'],
      ['J01CA04', 'VALID'],
      ['N02BE01', 'ACCESS_SCOPE'],
      ['D', 'VALID'],
    ])('asks that the physician may prescribe the drug: %s', async (atc, expected) => {
      const rx = new Case(consortium, body({ lines: [line(1, { drug: { atc, name: 'Something' } })] }));
      expect(await refusal(rx.submit(rx.issueCall(PEOPLE.dermatologist)))).toBe(expected);
    });

    it('names the lines that lie outside the scope', async () => {
      const drug = { atc: 'N02BE01', name: 'Something' };
      const rx = new Case(consortium, body({ lines: [line(1), line(2, { drug })] }));
      expect(await rx.submit(rx.issueCall(PEOPLE.dermatologist))).toMatchObject({
        detail: { faults: [{ path: '/body/lines/1/drug/atc', rule: 'scope' }] },
      });
    });

    it.each([
      [{ centre: 'PharmacyMSP' }],
      [{ centre: 'NobodyMSP' }],
      [{ nominatedPharmacy: 'CentreMSP' }],
      [{ nominatedPharmacy: 'NobodyMSP' }],
    ])('asks for members of the right kind: %j', async (extra) => {
      const rx = new Case(consortium);
      expect(await refusal(rx.submit(rx.issueCall(PEOPLE.physician, extra)))).toBe('REGISTRY_UNKNOWN_MEMBER');
    });

    it('never reads who the patient is from the registry, where the block would show it', async () => {
      const rx = new Case(consortium);
      const answer = await consortium.endorse(rx.issueCall());
      const read = JSON.stringify('endorsed' in answer ? answer.endorsed.writes : '');
      expect(read).toContain(PEOPLE.physician.enrolmentId);
      expect(read).not.toContain(PEOPLE.patient.enrolmentId);
    });
  });

  describe('review', () => {
    it('begins anew with an amended body, whatever was found and approved before', async () => {
      const rx = new Case(consortium, body({ lines: [line(1), line(2)] }));
      await rx.claimed();
      await rx.must(rx.findingsCall(PEOPLE.reviewer, 'blocking'));
      expect(await rx.must(on(rx, 'Approve', PEOPLE.reviewer))).toMatchObject({
        status: 'IN_REVIEW',
        review: { firstApproval: PEOPLE.reviewer.id },
      });
      await rx.must(on(rx, 'ClaimReview', PEOPLE.secondReviewer));
      const returned = await rx.must(on(rx, 'Return', PEOPLE.secondReviewer, { reasonCodes: ['UNCLEAR'] }));
      expect(returned).toMatchObject({ status: 'RETURNED', reasonCodes: ['UNCLEAR'] });
      expect(returned.review?.firstApproval).toBeUndefined();
      const amended = await rx.must(rx.amendCall(body()));
      expect(amended).toMatchObject({ status: 'SUBMITTED', bodyVersion: 2, commitment: rx.sealed.commitment });
      expect(amended.lines).toHaveLength(1);
      expect(amended).not.toHaveProperty('review');
      expect(amended).not.toHaveProperty('reasonCodes');
      await rx.must(on(rx, 'ClaimReview', PEOPLE.reviewer));
      expect(await refusal(rx.submit(on(rx, 'Approve', PEOPLE.reviewer)))).toBe('RX_FINDINGS_MISSING');
      expect((await rx.read()).lines).toEqual([{ line: 1, status: 'open', dispensed: 0 }]);
    });

    it.each([
      ['a finding that blocks', body(), 'blocking'],
      ['a controlled drug', body({ lines: [line(1, { isControlled: true })] }), 'warning'],
    ])('takes a second reviewer for %s', async (_why, content, severity) => {
      const rx = new Case(consortium, content);
      await rx.claimed();
      await rx.must(rx.findingsCall(PEOPLE.reviewer, severity));
      await rx.must(on(rx, 'Approve', PEOPLE.reviewer));
      expect(await refusal(rx.submit(on(rx, 'Approve', PEOPLE.reviewer)))).toBe('RX_SAME_REVIEWER');
      expect(await rx.must(on(rx, 'Approve', PEOPLE.secondReviewer))).toMatchObject({
        status: 'APPROVED',
        review: { firstApproval: PEOPLE.reviewer.id, reviewer: PEOPLE.secondReviewer.id },
      });
    });

    it('takes one reviewer for everything else', async () => {
      const rx = new Case(consortium);
      await rx.claimed();
      await rx.must(rx.findingsCall(PEOPLE.reviewer, 'warning'));
      expect(await rx.must(on(rx, 'Approve', PEOPLE.reviewer))).toMatchObject({ status: 'APPROVED' });
    });

    it('does not let a first approval count for other findings', async () => {
      const rx = new Case(consortium, body({ lines: [line(1, { isControlled: true })] }));
      await rx.claimed();
      await rx.must(rx.findingsCall());
      await rx.must(on(rx, 'Approve', PEOPLE.reviewer));
      await rx.must(on(rx, 'ClaimReview', PEOPLE.secondReviewer));
      const kept = await rx.must(rx.findingsCall(PEOPLE.secondReviewer));
      expect(kept.review?.firstApproval).toBe(PEOPLE.reviewer.id);
      const changed = await rx.must(rx.findingsCall(PEOPLE.secondReviewer, 'blocking'));
      expect(changed.review?.firstApproval).toBeUndefined();
    });

    it('passes to another reviewer when a lease of 30 minutes is over', async () => {
      const rx = new Case(consortium);
      await rx.claimed();
      const minutes = (count: number): number => now() + count * 60_000;
      expect(await refusal(rx.submit(on(rx, 'ClaimReview', PEOPLE.secondReviewer, {}, minutes(29))))).toBe(
        'RX_CLAIMED',
      );
      expect(await refusal(rx.submit(on(rx, 'ClaimReview', PEOPLE.secondReviewer, {}, minutes(31))))).toBe('VALID');
    });

    it('asks for a reason', async () => {
      const rx = new Case(consortium);
      await rx.claimed();
      expect(await refusal(rx.submit(on(rx, 'Return', PEOPLE.reviewer, { reasonCodes: [] })))).toBe('INPUT_INVALID');
    });
  });

  describe('redemption', () => {
    it('is for who has the code, and says no more to others', async () => {
      const rx = new Case(consortium);
      await rx.approved();
      const wrong = { transient: { ...rx.proof, code: drawId() } };
      expect(await refusal(rx.submit({ ...rx.redeemCall(), ...wrong }))).toBe('RX_CODE_MISMATCH');
      const read = consortium.evaluate(
        PEOPLE.dispenser,
        'prescription:ReadForRedemption',
        { id: rx.id },
        { at: 'CentreMSP', transient: { code: drawId() } },
      );
      expect(await refusal(read)).toBe('RX_CODE_MISMATCH');
    });

    it('asks for the new code after it was replaced', async () => {
      const rx = new Case(consortium);
      await rx.approved();
      const code = drawId();
      await rx.must(on(rx, 'ReplaceCode', PEOPLE.patient, { codeHash: sha256(code) }));
      expect(await refusal(rx.submit(rx.redeemCall()))).toBe('RX_CODE_MISMATCH');
      rx.code = code;
      expect(await rx.must(rx.redeemCall())).toMatchObject({ status: 'REDEEMED', pharmacies: ['PharmacyMSP'] });
    });

    it('is for the nominated pharmacy alone', async () => {
      const rx = new Case(consortium);
      await rx.must(rx.issueCall(PEOPLE.physician, { nominatedPharmacy: 'EastMSP' }));
      await rx.must(on(rx, 'ClaimReview', PEOPLE.reviewer));
      await rx.must(rx.findingsCall());
      await rx.must(on(rx, 'Approve', PEOPLE.reviewer));
      expect(await refusal(rx.submit(rx.redeemCall()))).toBe('RX_NOT_NOMINATED');
      expect(await refusal(rx.submit(rx.redeemCall(PEOPLE.eastDispenser)))).toBe('VALID');
    });

    it('may be recalled by the patient once the lease is over and nothing was handed out', async () => {
      const rx = new Case(consortium);
      await rx.redeemed();
      expect(await rx.must(on(rx, 'Recall', PEOPLE.patient, {}, now() + 25 * HOUR))).toMatchObject({
        status: 'APPROVED',
      });
      rx.redeemCall(PEOPLE.eastDispenser);
      expect(await rx.must({ ...rx.redeemCall(PEOPLE.eastDispenser), at: now() + 26 * HOUR })).toMatchObject({
        holder: { organisation: 'EastMSP' },
        pharmacies: ['PharmacyMSP', 'EastMSP'],
      });
    });

    it('is over with the lease: only giving back is left', async () => {
      const rx = new Case(consortium);
      await rx.redeemed();
      const late = now() + 25 * HOUR;
      expect(await rx.submit({ ...rx.dispenseCall([{ line: 1, quantity: 1 }]), at: late })).toMatchObject({
        code: 'RX_LEASE_OVER',
        detail: { allowed: ['GiveBack'] },
      });
      expect(await rx.must(on(rx, 'GiveBack', PEOPLE.secondDispenser, {}, late))).toMatchObject({ status: 'APPROVED' });
    });
  });

  describe('dispensing', () => {
    const lines = [line(1), line(2, { isSubstitutionAllowed: true }), line(3)];
    const redeemed = async (): Promise<Case> => {
      const rx = new Case(consortium, body({ lines }));
      await rx.redeemed();
      return rx;
    };

    it('goes in parts, the rest by another pharmacy', async () => {
      const rx = await redeemed();
      const first = await rx.must(
        rx.dispenseCall([
          { line: 1, quantity: 20 },
          { line: 2, quantity: 5, isOwing: true },
          { line: 3, quantity: 0, notDispensedReason: 'PATIENT_DECLINED' },
        ]),
      );
      expect(first).toMatchObject({
        status: 'PARTLY_DISPENSED',
        lines: [
          { status: 'dispensed', dispensed: 20 },
          { status: 'owing', dispensed: 5 },
          { status: 'not-dispensed', dispensed: 0, reasonCode: 'PATIENT_DECLINED' },
        ],
      });
      const given = await rx.must(on(rx, 'GiveBack', PEOPLE.dispenser));
      expect(given).toMatchObject({ status: 'APPROVED', lines: [{ status: 'dispensed' }, { status: 'part' }, {}] });
      await rx.must(rx.redeemCall(PEOPLE.eastDispenser));
      expect(await refusal(rx.submit(rx.dispenseCall([{ line: 1, quantity: 1 }], PEOPLE.eastDispenser)))).toBe(
        'RX_LINE',
      );
      expect(await refusal(rx.submit(rx.dispenseCall([{ line: 2, quantity: 16 }], PEOPLE.eastDispenser)))).toBe(
        'RX_QUANTITY',
      );
      expect(await rx.must(rx.dispenseCall([{ line: 2, quantity: 15 }], PEOPLE.eastDispenser))).toMatchObject({
        status: 'DISPENSED',
        holder: { organisation: 'EastMSP' },
      });
    });

    it.each([
      ['more than prescribed', [{ line: 1, quantity: 21 }], undefined, 'RX_QUANTITY'],
      ['a line that does not exist', [{ line: 9, quantity: 1 }], undefined, 'RX_LINE'],
      [
        'a line twice',
        [
          { line: 1, quantity: 1 },
          { line: 1, quantity: 1 },
        ],
        undefined,
        'INPUT_INVALID',
      ],
      ['nothing without a reason', [{ line: 1, quantity: 0 }], undefined, 'INPUT_INVALID'],
      [
        'something with a reason not to',
        [{ line: 1, quantity: 1, notDispensedReason: 'X1' }],
        undefined,
        'INPUT_INVALID',
      ],
      ['without a batch', [{ line: 1, quantity: 1 }], [], 'INPUT_INVALID'],
      [
        'with a batch for another line',
        [{ line: 1, quantity: 1 }],
        [
          { line: 1, batch: 'B' },
          { line: 2, batch: 'B' },
        ],
        'INPUT_INVALID',
      ],
      [
        'another product where none is allowed',
        [{ line: 1, quantity: 1 }],
        [{ line: 1, batch: 'B', substitutionReason: 'Shortage' }],
        'RX_SUBSTITUTION',
      ],
      [
        'another product where it is allowed',
        [{ line: 2, quantity: 1 }],
        [{ line: 2, batch: 'B', substitutionReason: 'Shortage' }],
        'VALID',
      ],
    ])('of %s', async (_what, given, records, expected) => {
      const rx = await redeemed();
      expect(await refusal(rx.submit(rx.dispenseCall(given, PEOPLE.dispenser, records)))).toBe(expected);
    });

    it('ends as not dispensed where nothing was ever handed out', async () => {
      const rx = new Case(consortium);
      await rx.redeemed();
      await rx.must(rx.dispenseCall([{ line: 1, quantity: 0, isOwing: true }]));
      const call = rx.dispenseCall([{ line: 1, quantity: 0, notDispensedReason: 'OUT_OF_STOCK' }]);
      expect(await rx.must(call)).toMatchObject({ status: 'NOT_DISPENSED' });
    });

    it('is withdrawn step by step, and leaves an entry', async () => {
      const rx = await redeemed();
      const withdraw = (): Call => on(rx, 'Withdraw', PEOPLE.secondDispenser, { reasonCode: 'WRONG_PACK' });
      await rx.must(rx.dispenseCall([{ line: 1, quantity: 5 }]));
      await rx.must(
        rx.dispenseCall([
          { line: 1, quantity: 15 },
          { line: 2, quantity: 20 },
          { line: 3, quantity: 20 },
        ]),
      );
      expect(await rx.must(withdraw())).toMatchObject({
        status: 'PARTLY_DISPENSED',
        lines: [{ status: 'part', dispensed: 5 }, { status: 'open', dispensed: 0 }, { status: 'open' }],
      });
      expect(await rx.must(withdraw())).toMatchObject({
        status: 'REDEEMED',
        lines: [{ status: 'open', dispensed: 0 }, {}, {}],
      });
      expect(await refusal(rx.submit(withdraw()))).toBe('RX_STATUS');
      await rx.must(rx.dispenseCall([{ line: 1, quantity: 1 }]));
      const records = await consortium.read<(DispensingRecord & { withdrawnAt?: number })[]>(
        PEOPLE.dispenser,
        'prescription:ReadDispensings',
        { id: rx.id },
      );
      expect(records.map(({ withdrawnAt }) => withdrawnAt !== undefined)).toEqual([true, true, false]);
    });

    it('of before a give-back cannot be withdrawn any more', async () => {
      const rx = await redeemed();
      await rx.must(rx.dispenseCall([{ line: 1, quantity: 5 }]));
      await rx.must(on(rx, 'GiveBack', PEOPLE.dispenser));
      await rx.must(rx.redeemCall());
      await rx.must({ ...rx.dispenseCall([{ line: 1, quantity: 5 }]) });
      await rx.must(on(rx, 'Withdraw', PEOPLE.dispenser, { reasonCode: 'WRONG_PACK' }));
      await rx.must(rx.dispenseCall([{ line: 2, quantity: 0, isOwing: true }]));
      await rx.must(on(rx, 'Withdraw', PEOPLE.dispenser, { reasonCode: 'WRONG_PACK' }));
      expect(await rx.read()).toMatchObject({ status: 'REDEEMED', lines: [{ status: 'part', dispensed: 5 }, {}, {}] });
    });
  });

  describe('cancellation', () => {
    const cancel = (rx: Case, as: Person): Call => on(rx, 'Cancel', as, { reasonCode: 'NO_LONGER_NEEDED' });

    it('while a pharmacy holds it is pending, stops dispensing, and takes effect when it is given back', async () => {
      const rx = await caseAt(consortium, 'PARTLY_DISPENSED');
      expect(await rx.must(cancel(rx, PEOPLE.physician))).toMatchObject({
        status: 'PARTLY_DISPENSED',
        cancellation: { state: 'pending', by: PEOPLE.physician.id },
      });
      expect(await refusal(rx.submit(cancel(rx, PEOPLE.physician)))).toBe('RX_CANCELLATION_PENDING');
      expect(await rx.submit(rx.dispenseCall([{ line: 1, quantity: 1 }]))).toMatchObject({
        code: 'RX_CANCELLATION_PENDING',
        detail: { allowed: ['GiveBack'] },
      });
      expect(await rx.must(on(rx, 'GiveBack', PEOPLE.dispenser))).toMatchObject({
        status: 'CANCELLED',
        cancellation: { state: 'effective' },
        lines: [{ status: 'cancelled', dispensed: 5 }],
      });
    });

    it('pending takes effect when the patient recalls it', async () => {
      const rx = await caseAt(consortium, 'REDEEMED');
      await rx.must(cancel(rx, PEOPLE.physician));
      expect(await rx.must(on(rx, 'Recall', PEOPLE.patient, {}, now() + 25 * HOUR))).toMatchObject({
        status: 'CANCELLED',
      });
    });

    it('by the patient takes effect at once before redemption', async () => {
      const rx = await caseAt(consortium, 'APPROVED');
      expect(await rx.must(cancel(rx, PEOPLE.patient))).toMatchObject({
        status: 'CANCELLED',
        cancellation: { state: 'effective' },
        lines: [{ status: 'cancelled' }],
      });
    });
  });

  describe('expiry', () => {
    const due = 31 * DAY;

    it('closes what is left and frees the holder', async () => {
      const rx = await caseAt(consortium, 'PARTLY_DISPENSED');
      const expired = await rx.must(on(rx, 'Expire', PEOPLE.courier, {}, now() + due));
      expect(expired).toMatchObject({ status: 'EXPIRED', lines: [{ status: 'expired', dispensed: 5 }] });
      expect(expired.holder).toBeUndefined();
    });

    it('waits for a lease that is still running', async () => {
      const rx = await caseAt(consortium, 'APPROVED');
      const late = now() + 30 * DAY - HOUR;
      await rx.must({ ...rx.redeemCall(), at: late });
      const after = late + 2 * HOUR;
      expect(await rx.submit(on(rx, 'Expire', PEOPLE.clerk, {}, after))).toMatchObject({
        code: 'RX_NOT_DUE',
        detail: { until: late + 24 * HOUR },
      });
      const dispense = rx.dispenseCall([{ line: 1, quantity: 20 }]);
      expect(await refusal(rx.submit({ ...dispense, at: after }))).toBe('VALID');
    });

    it('is what any other transaction says of an overdue one', async () => {
      const rx = await caseAt(consortium, 'APPROVED');
      expect(await rx.submit({ ...rx.redeemCall(), at: now() + due })).toMatchObject({
        code: 'RX_EXPIRED',
        detail: { allowed: ['Expire'] },
      });
    });
  });

  describe('a series', () => {
    const open = (rx: Case, id: string, as: Person, days: number): Call => ({
      ...on(
        rx,
        'OpenFill',
        as,
        { id, codeHash: sha256(rx.code), validUntil: now() + (days + 30) * DAY },
        now() + days * DAY,
      ),
    });

    it('opens one fill after the other, each a prescription of its own', async () => {
      const rx = await caseAt(consortium, 'DISPENSED');
      expect(await refusal(rx.submit(open(rx, rx.id, PEOPLE.patient, 0)))).toBe('RX_FILL_EARLY');
      const second = await rx.must<PrescriptionView>(open(rx, rx.id, PEOPLE.patient, 2));
      expect(second).toMatchObject({
        id: `${rx.id}-2`,
        status: 'APPROVED',
        series: { of: rx.id, fill: 2, fills: 3 },
        commitment: rx.sealed.commitment,
        lines: [{ status: 'open', dispensed: 0 }],
      });
      expect(await refusal(rx.submit(open(rx, rx.id, PEOPLE.patient, 4)))).toBe('RX_STATUS');
      const fill = new Case(consortium, rx.content, `${rx.id}-2`);
      Object.assign(fill, { sealed: rx.sealed, code: rx.code });
      await fill.must({ ...fill.redeemCall(), at: now() + 3 * DAY });
      await fill.must({ ...fill.dispenseCall([{ line: 1, quantity: 20 }]), at: now() + 3 * DAY });
      // By the id of the series or of the fill before.
      expect(await rx.must(open(rx, rx.id, PEOPLE.physician, 5))).toMatchObject({ id: `${rx.id}-3` });
      expect(await refusal(rx.submit(open(rx, `${rx.id}-3`, PEOPLE.clerk, 9)))).toBe('RX_NO_REPEAT');
    });

    it('is not there where none was prescribed', async () => {
      const rx = new Case(consortium);
      await rx.dispensed();
      expect(await refusal(rx.submit(open(rx, rx.id, PEOPLE.patient, 2)))).toBe('RX_NO_REPEAT');
    });
  });

  describe('private reading', () => {
    const read = (as: Person, name: string, id: string): Promise<unknown> =>
      refusal(consortium.evaluate(as, `prescription:${name}`, { id })) as Promise<unknown>;

    it('is for those with a relation, at their own organisation', async () => {
      const rx = await caseAt(consortium, 'DISPENSED');
      const names = Object.keys(PEOPLE) as (keyof typeof PEOPLE)[];
      const readers = async (name: string): Promise<string[]> => {
        const verdicts = await Promise.all(
          names.map(async (key) => [key, await read(PEOPLE[key], name, rx.id)] as const),
        );
        return verdicts.filter(([, verdict]) => verdict === 'EVALUATED').map(([key]) => key);
      };
      expect(await readers('ReadBody')).toEqual([
        'physician',
        'clerk',
        'patient',
        'hospitalAuditor',
        'reviewer',
        'secondReviewer',
        'dispenser',
        'secondDispenser',
      ]);
      expect(await readers('ReadFindings')).toEqual([
        'physician',
        'clerk',
        'hospitalAuditor',
        'reviewer',
        'secondReviewer',
      ]);
      expect(await readers('ReadDispensings')).toEqual([
        'reviewer',
        'secondReviewer',
        'centreAuditor',
        'dispenser',
        'secondDispenser',
      ]);
      expect(await readers('Read')).toEqual(names);
      expect(await readers('History')).toEqual(names);
    });

    it('gives what was committed to', async () => {
      const rx = new Case(consortium);
      await rx.claimed();
      await rx.must(rx.findingsCall(PEOPLE.reviewer, 'warning'));
      const seen = await consortium.read<BodyView>(PEOPLE.patient, 'prescription:ReadBody', { id: rx.id });
      expect(seen).toEqual({ body: rx.content, salt: rx.sealed.salt });
      const findings = await consortium.read<Finding[]>(PEOPLE.physician, 'prescription:ReadFindings', { id: rx.id });
      expect(findings).toEqual([{ rule: 'dose-1', severity: 'warning', text: 'too much' }]);
    });
  });
});

describe('policy and retention', () => {
  it('lets every physician of the hospital read where the members agreed so', async () => {
    const consortium = await Consortium.founded({ hospitalScope: 'all' });
    const rx = new Case(consortium);
    await rx.issued();
    expect(await consortium.evaluate(PEOPLE.colleague, 'prescription:ReadBody', { id: rx.id })).toMatchObject({
      isDone: true,
    });
    expect(await consortium.evaluate(PEOPLE.northPhysician, 'prescription:ReadBody', { id: rx.id })).toMatchObject({
      code: 'ACCESS_RELATION',
    });
    consortium.close();
  });

  it('erases everything private at every holder, and keeps the public record', async () => {
    const consortium = await Consortium.founded({ retentionDays: 1 });
    const rx = await caseAt(consortium, 'SETTLED');
    await rx.must(rx.prepareCall());
    const ids = (): string[] =>
      ['HospitalMSP', 'CentreMSP', 'PharmacyMSP', 'ThirdPartyMSP'].flatMap((mspId) =>
        consortium
          .privateStates(mspId)
          .filter(({ key }) => key.includes(rx.id))
          .map(({ key }) => `${mspId} ${key.split('\u0000')[1]!}`),
      );
    expect(ids()).toEqual([
      'HospitalMSP BODY',
      'HospitalMSP FINDINGS',
      'CentreMSP BODY',
      'CentreMSP FINDINGS',
      'CentreMSP RECORD',
      'PharmacyMSP BODY',
      'PharmacyMSP INSTRUCTION',
      'PharmacyMSP INVOICE',
      'PharmacyMSP RECORD',
      'ThirdPartyMSP INSTRUCTION',
      'ThirdPartyMSP INVOICE',
    ]);
    consortium.network.advance(2 * 86_400_000);
    const erase = {
      ...rx.call('prescription', 'Erase', PEOPLE.hospitalSteward),
      endorsers: ['HospitalMSP', 'CentreMSP', 'PharmacyMSP', 'ThirdPartyMSP'],
    };
    expect(await rx.must(erase)).toMatchObject({ status: 'SETTLED', erasedAt: expect.any(Number) as number });
    expect(ids()).toEqual([]);
    const again = await rx.submit({ ...erase, command: { id: rx.id } });
    expect(again).toMatchObject({ code: 'RX_ERASED' });
    const read = await consortium.evaluate(PEOPLE.physician, 'prescription:ReadBody', { id: rx.id });
    expect(read).toMatchObject({ code: 'RX_ERASED' });
    expect((await rx.read()).commitment).toBe(rx.sealed.commitment);
    consortium.close();
  });
});
