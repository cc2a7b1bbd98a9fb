import { Case, body, line } from './support/case';
import { Consortium } from './support/consortium';
import { PEOPLE } from './support/people';
import { verdictOf } from './support/verdict';

describe('a prescription on its way to approval', () => {
  let consortium: Consortium;
  const now = (): number => consortium.network.now();

  beforeAll(async () => {
    consortium = await Consortium.founded();
  });

  afterAll(() => consortium.close());

  describe('issue', () => {
    it.each([
      ['D07AC01', 'VALID'],
      ['J01CA04', 'VALID'],
      ['N02BE01', 'ACCESS_SCOPE'],
      ['D', 'VALID'],
    ])('asks that the physician may prescribe the drug: %s', async (atc, expected) => {
      const rx = new Case(consortium, body({ lines: [line(1, { drug: { atc, name: 'Something' } })] }));
      expect(await verdictOf(rx.submit(rx.issueCall(PEOPLE.dermatologist)))).toBe(expected);
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
      expect(await verdictOf(rx.submit(rx.issueCall(PEOPLE.physician, extra)))).toBe('REGISTRY_UNKNOWN_MEMBER');
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
      expect(await rx.must(rx.on('Approve', PEOPLE.reviewer))).toMatchObject({
        status: 'IN_REVIEW',
        review: { firstApproval: PEOPLE.reviewer.id },
      });
      await rx.must(rx.on('ClaimReview', PEOPLE.secondReviewer));
      const returned = await rx.must(rx.on('Return', PEOPLE.secondReviewer, { reasonCodes: ['UNCLEAR'] }));
      expect(returned).toMatchObject({ status: 'RETURNED', reasonCodes: ['UNCLEAR'] });
      expect(returned.review?.firstApproval).toBeUndefined();
      const amended = await rx.must(rx.amendCall(body()));
      expect(amended).toMatchObject({ status: 'SUBMITTED', bodyVersion: 2, commitment: rx.sealed.commitment });
      expect(amended.lines).toHaveLength(1);
      expect(amended).not.toHaveProperty('review');
      expect(amended).not.toHaveProperty('reasonCodes');
      await rx.must(rx.on('ClaimReview', PEOPLE.reviewer));
      expect(await verdictOf(rx.submit(rx.on('Approve', PEOPLE.reviewer)))).toBe('RX_FINDINGS_MISSING');
      expect((await rx.read()).lines).toEqual([{ line: 1, status: 'open', dispensed: 0 }]);
    });

    it.each([
      ['a finding that blocks', body(), 'blocking'],
      ['a controlled drug', body({ lines: [line(1, { isControlled: true })] }), 'warning'],
    ])('takes a second reviewer for %s', async (_why, content, severity) => {
      const rx = new Case(consortium, content);
      await rx.claimed();
      await rx.must(rx.findingsCall(PEOPLE.reviewer, severity));
      await rx.must(rx.on('Approve', PEOPLE.reviewer));
      expect(await verdictOf(rx.submit(rx.on('Approve', PEOPLE.reviewer)))).toBe('RX_SAME_REVIEWER');
      expect(await rx.must(rx.on('Approve', PEOPLE.secondReviewer))).toMatchObject({
        status: 'APPROVED',
        review: { firstApproval: PEOPLE.reviewer.id, reviewer: PEOPLE.secondReviewer.id },
      });
    });

    it('takes one reviewer for everything else', async () => {
      const rx = new Case(consortium);
      await rx.claimed();
      await rx.must(rx.findingsCall(PEOPLE.reviewer, 'warning'));
      expect(await rx.must(rx.on('Approve', PEOPLE.reviewer))).toMatchObject({ status: 'APPROVED' });
    });

    it('does not let a first approval count for other findings', async () => {
      const rx = new Case(consortium, body({ lines: [line(1, { isControlled: true })] }));
      await rx.claimed();
      await rx.must(rx.findingsCall());
      await rx.must(rx.on('Approve', PEOPLE.reviewer));
      await rx.must(rx.on('ClaimReview', PEOPLE.secondReviewer));
      const kept = await rx.must(rx.findingsCall(PEOPLE.secondReviewer));
      expect(kept.review?.firstApproval).toBe(PEOPLE.reviewer.id);
      const changed = await rx.must(rx.findingsCall(PEOPLE.secondReviewer, 'blocking'));
      expect(changed.review?.firstApproval).toBeUndefined();
    });

    it('passes to another reviewer when a lease of 30 minutes is over', async () => {
      const rx = new Case(consortium);
      await rx.claimed();
      const minutes = (count: number): number => now() + count * 60_000;
      expect(await verdictOf(rx.submit(rx.on('ClaimReview', PEOPLE.secondReviewer, {}, minutes(29))))).toBe(
        'RX_CLAIMED',
      );
      expect(await verdictOf(rx.submit(rx.on('ClaimReview', PEOPLE.secondReviewer, {}, minutes(31))))).toBe('VALID');
    });

    it('asks for a reason', async () => {
      const rx = new Case(consortium);
      await rx.claimed();
      expect(await verdictOf(rx.submit(rx.on('Return', PEOPLE.reviewer, { reasonCodes: [] })))).toBe('INPUT_INVALID');
    });
  });
});
