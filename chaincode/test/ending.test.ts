import type { PrescriptionView } from '../src/api';
import { Case, sha256 } from './support/case';
import { Consortium, type Call } from './support/consortium';
import { PEOPLE, type Person } from './support/people';
import { caseAt } from './support/states';
import { verdictOf } from './support/verdict';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('the end of a prescription, and the next fill', () => {
  let consortium: Consortium;
  const now = (): number => consortium.network.now();

  beforeAll(async () => {
    consortium = await Consortium.founded();
  });

  afterAll(() => consortium.close());

  describe('cancellation', () => {
    const cancel = (rx: Case, as: Person): Call => rx.on('Cancel', as, { reasonCode: 'NO_LONGER_NEEDED' });

    it('while a pharmacy holds it is pending, stops dispensing, and takes effect when it is given back', async () => {
      const rx = await caseAt(consortium, 'PARTLY_DISPENSED');
      expect(await rx.must(cancel(rx, PEOPLE.physician))).toMatchObject({
        status: 'PARTLY_DISPENSED',
        cancellation: { state: 'pending', by: PEOPLE.physician.id },
      });
      expect(await verdictOf(rx.submit(cancel(rx, PEOPLE.physician)))).toBe('RX_CANCELLATION_PENDING');
      expect(await rx.submit(rx.dispenseCall([{ line: 1, quantity: 1 }]))).toMatchObject({
        code: 'RX_CANCELLATION_PENDING',
        detail: { allowed: ['GiveBack'] },
      });
      expect(await rx.must(rx.on('GiveBack', PEOPLE.dispenser))).toMatchObject({
        status: 'CANCELLED',
        cancellation: { state: 'effective' },
        lines: [{ status: 'cancelled', dispensed: 5 }],
      });
    });

    it('pending takes effect when the patient recalls it', async () => {
      const rx = await caseAt(consortium, 'REDEEMED');
      await rx.must(cancel(rx, PEOPLE.physician));
      expect(await rx.must(rx.on('Recall', PEOPLE.patient, {}, now() + 25 * HOUR))).toMatchObject({
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
      const expired = await rx.must(rx.on('Expire', PEOPLE.courier, {}, now() + due));
      expect(expired).toMatchObject({ status: 'EXPIRED', lines: [{ status: 'expired', dispensed: 5 }] });
      expect(expired.holder).toBeUndefined();
    });

    it('waits for a lease that is still running', async () => {
      const rx = await caseAt(consortium, 'APPROVED');
      const late = now() + 30 * DAY - HOUR;
      await rx.must({ ...rx.redeemCall(), at: late });
      const after = late + 2 * HOUR;
      expect(await rx.submit(rx.on('Expire', PEOPLE.clerk, {}, after))).toMatchObject({
        code: 'RX_NOT_DUE',
        detail: { until: late + 24 * HOUR },
      });
      const dispense = rx.dispenseCall([{ line: 1, quantity: 20 }]);
      expect(await verdictOf(rx.submit({ ...dispense, at: after }))).toBe('VALID');
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
      ...rx.on(
        'OpenFill',
        as,
        { id, codeHash: sha256(rx.code), validUntil: now() + (days + 30) * DAY },
        now() + days * DAY,
      ),
    });

    it('opens one fill after the other, each a prescription of its own', async () => {
      const rx = await caseAt(consortium, 'DISPENSED');
      expect(await verdictOf(rx.submit(open(rx, rx.id, PEOPLE.patient, 0)))).toBe('RX_FILL_EARLY');
      const second = await rx.must<PrescriptionView>(open(rx, rx.id, PEOPLE.patient, 2));
      expect(second).toMatchObject({
        id: `${rx.id}-2`,
        status: 'APPROVED',
        series: { of: rx.id, fill: 2, fills: 3 },
        commitment: rx.sealed.commitment,
        lines: [{ status: 'open', dispensed: 0 }],
      });
      expect(await verdictOf(rx.submit(open(rx, rx.id, PEOPLE.patient, 4)))).toBe('RX_STATUS');
      const fill = new Case(consortium, rx.content, `${rx.id}-2`);
      Object.assign(fill, { sealed: rx.sealed, code: rx.code });
      await fill.must({ ...fill.redeemCall(), at: now() + 3 * DAY });
      await fill.must({ ...fill.dispenseCall([{ line: 1, quantity: 20 }]), at: now() + 3 * DAY });
      // By the id of the series or of the fill before.
      expect(await rx.must(open(rx, rx.id, PEOPLE.physician, 5))).toMatchObject({ id: `${rx.id}-3` });
      expect(await verdictOf(rx.submit(open(rx, `${rx.id}-3`, PEOPLE.clerk, 9)))).toBe('RX_NO_REPEAT');
    });

    it('is not there where none was prescribed', async () => {
      const rx = new Case(consortium);
      await rx.dispensed();
      expect(await verdictOf(rx.submit(open(rx, rx.id, PEOPLE.patient, 2)))).toBe('RX_NO_REPEAT');
    });
  });
});
