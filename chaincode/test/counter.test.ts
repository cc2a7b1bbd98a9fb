import type { DispensingRecord } from '../src/api';
import { Case, body, drawId, line, sha256 } from './support/case';
import { Consortium, type Call } from './support/consortium';
import { PEOPLE } from './support/people';
import { verdictOf } from './support/verdict';

const HOUR = 3_600_000;

describe("a prescription at the pharmacy's counter", () => {
  let consortium: Consortium;
  const now = (): number => consortium.network.now();

  beforeAll(async () => {
    consortium = await Consortium.founded();
  });

  afterAll(() => consortium.close());

  describe('redemption', () => {
    it('is for who has the code, and says no more to others', async () => {
      const rx = new Case(consortium);
      await rx.approved();
      const wrong = { transient: { ...rx.proof, code: drawId() } };
      expect(await verdictOf(rx.submit({ ...rx.redeemCall(), ...wrong }))).toBe('RX_CODE_MISMATCH');
      const read = consortium.evaluate(
        PEOPLE.dispenser,
        'prescription:ReadForRedemption',
        { id: rx.id },
        { at: 'CentreMSP', transient: { code: drawId() } },
      );
      expect(await verdictOf(read)).toBe('RX_CODE_MISMATCH');
    });

    it('asks for the new code after it was replaced', async () => {
      const rx = new Case(consortium);
      await rx.approved();
      const code = drawId();
      await rx.must(rx.on('ReplaceCode', PEOPLE.patient, { codeHash: sha256(code) }));
      expect(await verdictOf(rx.submit(rx.redeemCall()))).toBe('RX_CODE_MISMATCH');
      rx.code = code;
      expect(await rx.must(rx.redeemCall())).toMatchObject({ status: 'REDEEMED', pharmacies: ['PharmacyMSP'] });
    });

    it('is for the nominated pharmacy alone', async () => {
      const rx = new Case(consortium);
      await rx.must(rx.issueCall(PEOPLE.physician, { nominatedPharmacy: 'EastMSP' }));
      await rx.must(rx.on('ClaimReview', PEOPLE.reviewer));
      await rx.must(rx.findingsCall());
      await rx.must(rx.on('Approve', PEOPLE.reviewer));
      expect(await verdictOf(rx.submit(rx.redeemCall()))).toBe('RX_NOT_NOMINATED');
      expect(await verdictOf(rx.submit(rx.redeemCall(PEOPLE.eastDispenser)))).toBe('VALID');
    });

    it('may be recalled by the patient once the lease is over and nothing was handed out', async () => {
      const rx = new Case(consortium);
      await rx.redeemed();
      expect(await rx.must(rx.on('Recall', PEOPLE.patient, {}, now() + 25 * HOUR))).toMatchObject({
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
      expect(await rx.must(rx.on('GiveBack', PEOPLE.secondDispenser, {}, late))).toMatchObject({ status: 'APPROVED' });
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
      const given = await rx.must(rx.on('GiveBack', PEOPLE.dispenser));
      expect(given).toMatchObject({ status: 'APPROVED', lines: [{ status: 'dispensed' }, { status: 'part' }, {}] });
      await rx.must(rx.redeemCall(PEOPLE.eastDispenser));
      expect(await verdictOf(rx.submit(rx.dispenseCall([{ line: 1, quantity: 1 }], PEOPLE.eastDispenser)))).toBe(
        'RX_LINE',
      );
      expect(await verdictOf(rx.submit(rx.dispenseCall([{ line: 2, quantity: 16 }], PEOPLE.eastDispenser)))).toBe(
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
      expect(await verdictOf(rx.submit(rx.dispenseCall(given, PEOPLE.dispenser, records)))).toBe(expected);
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
      const withdraw = (): Call => rx.on('Withdraw', PEOPLE.secondDispenser, { reasonCode: 'WRONG_PACK' });
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
      expect(await verdictOf(rx.submit(withdraw()))).toBe('RX_STATUS');
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
      await rx.must(rx.on('GiveBack', PEOPLE.dispenser));
      await rx.must(rx.redeemCall());
      await rx.must({ ...rx.dispenseCall([{ line: 1, quantity: 5 }]) });
      await rx.must(rx.on('Withdraw', PEOPLE.dispenser, { reasonCode: 'WRONG_PACK' }));
      await rx.must(rx.dispenseCall([{ line: 2, quantity: 0, isOwing: true }]));
      await rx.must(rx.on('Withdraw', PEOPLE.dispenser, { reasonCode: 'WRONG_PACK' }));
      expect(await rx.read()).toMatchObject({ status: 'REDEEMED', lines: [{ status: 'part', dispensed: 5 }, {}, {}] });
    });
  });
});
