import type { CaseView, LedgerEvent, SectionsView, SubjectView } from '@rxledger/chaincode/api';
import { callerOf } from '../../test/test-app';
import { Problem } from '../http/problem';
import { LedgerNews } from '../projection';
import { createKnownCases, type KnownCases } from './known-cases';
import type { RecordLedger } from './record-ledger';

const ID = '01hq3v';
const PLACE = { case: ID, section: 'base' } as const;
const SUBJECT: SubjectView = { patient: 'HospitalMSP:p-1', salt: '00' };
const physician = callerOf('HospitalMSP', 'd-1', 'physician');
const colleague = callerOf('HospitalMSP', 'd-2', 'physician');

describe('what is known of a case', () => {
  let news: LedgerNews;
  let known: KnownCases;
  /** What was asked of the ledger, and by whom. */
  let asked: string[];
  let versions: { section: string; version: number }[];
  let isTreating: (actor: string) => boolean;

  beforeEach(() => {
    news = new LedgerNews();
    asked = [];
    versions = [
      { section: 'base', version: 10 },
      { section: 'base', version: 9 },
    ];
    isTreating = (actor) => actor === physician.actor;
    const ledger: Partial<RecordLedger> = {
      sections: async ({ enrolmentId }) => {
        asked.push(`sections ${enrolmentId}`);
        return { head: { hospital: 'HospitalMSP' }, versions } as unknown as SectionsView;
      },
      subject: async ({ actor, enrolmentId }, _, grant) => {
        asked.push(`subject ${enrolmentId}${grant === undefined ? '' : ` ${grant}`}`);
        if (grant === undefined && !isTreating(actor)) throw new Problem('ACCESS_RELATION');
        return SUBJECT;
      },
    };
    known = createKnownCases({ news, now: () => 0 }, ledger as RecordLedger);
  });

  const tell = (transaction: string, more: Partial<LedgerEvent> = {}): void => {
    news.tell({ contract: 'case', transaction, subject: ID, to: '', version: 1, ...more } as LedgerEvent);
  };

  it('is asked for once', async () => {
    for (const _ of [1, 2]) {
      const found = await known.of(physician, PLACE);
      expect(found).toEqual({ hospital: 'HospitalMSP', latest: { base: 10 }, subject: SUBJECT });
    }
    expect(asked).toEqual(['sections d-1', 'subject d-1']);
  });

  it('is nobody else’s to use: a colleague is told by the ledger alone', async () => {
    await known.of(physician, PLACE);
    await expect(known.of(colleague, PLACE)).rejects.toMatchObject({ code: 'ACCESS_RELATION' });
    expect(asked.at(-1)).toBe('subject d-2');
  });

  it('is asked for each time under a consent, and where it will be shown', async () => {
    await known.of(physician, PLACE);
    asked = [];
    await known.of(colleague, PLACE, 'grant-1');
    await known.of(colleague, PLACE, 'grant-1');
    await known.ofNow(physician, PLACE);
    expect(asked.filter((question) => question.startsWith('subject'))).toEqual([
      'subject d-2 grant-1',
      'subject d-2 grant-1',
      'subject d-1',
    ]);
  });

  it('is forgotten of a patient once anything changes who may know it: release, end, erasure', async () => {
    for (const [transaction, contract] of [
      ['Release', 'case'],
      ['Close', 'case'],
      ['ConfirmErasure', 'case'],
      ['Erase', 'patient'],
    ] as const) {
      await known.of(physician, PLACE);
      asked = [];
      tell(transaction, { contract });
      await known.of(physician, PLACE);
      expect(asked).toEqual(['subject d-1']);
    }
    asked = [];
    for (const transaction of ['OpenReceipt', 'AddWraps']) tell(transaction);
    tell('Release', { subject: 'another' });
    await known.of(physician, PLACE);
    expect(asked).toEqual([]);
  });

  it('is asked for anew once the patient gives consent, or takes it back: the readers are others', async () => {
    for (const transaction of ['Give', 'Revoke']) {
      await known.of(physician, PLACE);
      asked = [];
      tell(transaction, { contract: 'patient', subject: 'grant-1', actor: 'HospitalMSP:p-2' });
      await known.of(physician, PLACE);
      expect(asked).toEqual([]);
      tell(transaction, { contract: 'patient', subject: 'grant-1', actor: SUBJECT.patient });
      await known.of(physician, PLACE);
      expect(asked).toEqual(['subject d-1']);
    }
  });

  it('is asked for section by section: each has readers of its own', async () => {
    await known.of(physician, PLACE);
    asked = [];
    await known.of(physician, { ...PLACE, section: 'cost' });
    expect(asked).toEqual(['subject d-1']);
  });

  it('grows with the versions that the ledger tells of, whoever writes them', async () => {
    await known.of(physician, PLACE);
    tell('AddVersion', { to: 'base', version: 11 });
    tell('AddVersion', { to: 'cost', version: 1 });
    tell('AddVersion', { to: 'base', version: 11 });
    await expect(known.of(physician, PLACE)).resolves.toMatchObject({ latest: { base: 11, cost: 1 } });
  });

  it('is empty when the case is opened', async () => {
    known.opened({ id: ID, hospital: 'HospitalMSP' } as CaseView);
    tell('Open');
    await expect(known.of(physician, PLACE)).resolves.toEqual({
      hospital: 'HospitalMSP',
      latest: {},
      subject: SUBJECT,
    });
    expect(asked).toEqual(['subject d-1']);
  });

  describe('and turns out to be old', () => {
    const writing = async (expected: number): Promise<number> => {
      const { latest } = await known.of(physician, PLACE);
      if (latest.base !== expected) throw new Problem('CASE_VERSION_STALE', { version: expected });
      return latest.base;
    };

    it('is asked for anew, and the work done once more', async () => {
      await known.of(physician, PLACE);
      versions = [{ section: 'base', version: 12 }];
      await expect(known.withCaseOfNow(physician, PLACE, () => writing(12))).resolves.toBe(12);
    });

    it('lets a refusal stand that the ledger repeats, and one of what it had just told', async () => {
      let tries = 0;
      const refused = () => known.withCaseOfNow(physician, PLACE, () => ((tries += 1), writing(99)));
      await expect(refused()).rejects.toMatchObject({ code: 'CASE_VERSION_STALE' });
      expect(tries).toBe(1);
      await known.of(physician, PLACE);
      await expect(refused()).rejects.toMatchObject({ code: 'CASE_VERSION_STALE' });
      expect(tries).toBe(3);
    });

    it('answers who treats no longer as the ledger does', async () => {
      await known.of(physician, PLACE);
      isTreating = () => false;
      await expect(known.withCaseOfNow(physician, PLACE, () => writing(99))).rejects.toMatchObject({
        code: 'ACCESS_RELATION',
      });
    });

    it('tries nothing else where the outcome is unknown', async () => {
      await known.of(physician, PLACE);
      let tries = 0;
      const unknown = known.withCaseOfNow(physician, PLACE, () => {
        tries += 1;
        return Promise.reject(new Problem('LEDGER_OUTCOME_UNKNOWN'));
      });
      await expect(unknown).rejects.toMatchObject({ code: 'LEDGER_OUTCOME_UNKNOWN' });
      expect(tries).toBe(1);
    });
  });
});
