import type { KeyView, LedgerEvent } from '@rxledger/chaincode/api';
import { callerOf, MEMBERS } from '../../test/test-app';
import { Problem } from '../http/problem';
import { LedgerNews } from '../projection';
import { createRecipients, type Audience, type Recipients } from './recipients';
import type { RecordLedger } from './record-ledger';

const PATIENT = 'HospitalMSP:p-1';
const physician = callerOf('HospitalMSP', 'd-1', 'physician');
const audience = {
  hospital: 'HospitalMSP',
  section: 'base',
  patient: PATIENT,
  on: { ground: { basis: 'treating', purpose: 'care' } },
  grantees: [],
  readers: [],
} as Audience;

describe('whom a version is sealed for', () => {
  let news: LedgerNews;
  let recipients: Recipients;
  let asked: string[];
  /** Versions of the keys in use; none unless told. */
  let inUse: Map<string, number>;

  beforeEach(() => {
    news = new LedgerNews();
    asked = [];
    inUse = new Map([[PATIENT, 1], ...MEMBERS.map(({ mspId }) => [mspId, 1] as const)]);
    const activeKey: RecordLedger['activeKey'] = async (_, owner, use = 'encryption') => {
      asked.push(owner);
      const version = inUse.get(owner);
      return version === undefined ? undefined : ({ id: `${owner}/${use}/${String(version)}` } as KeyView);
    };
    const members = async () => MEMBERS;
    recipients = createRecipients({ members, news, now: () => 0 }, { activeKey } as RecordLedger);
  });

  const ids = async (): Promise<readonly string[]> =>
    (await recipients.ofVersion(physician, audience)).keys.map(({ id }) => id);

  it('are hospital, patient and custodians, whose keys are asked for once', async () => {
    const expected = [
      'HospitalMSP/encryption/1',
      `${PATIENT}/encryption/1`,
      ...['CentreMSP', 'PharmacyMSP', 'ThirdPartyMSP'].map((mspId) => `${mspId}/emergency/1`),
    ];
    expect(await ids()).toEqual(expect.arrayContaining(expected));
    asked = [];
    expect(await ids()).toHaveLength(expected.length);
    expect(asked).toEqual([]);
  });

  it('are told by a new key, or the loss of one, as soon as the ledger is', async () => {
    await ids();
    inUse.set(PATIENT, 2);
    news.tell({ contract: 'patient', transaction: 'RegisterKey', subject: PATIENT } as LedgerEvent);
    expect(await ids()).toContain(`${PATIENT}/encryption/2`);
    inUse.delete(PATIENT);
    news.tell({ contract: 'patient', transaction: 'RetireKey', subject: PATIENT } as LedgerEvent);
    await expect(ids()).rejects.toMatchObject({ code: 'KEY_MISSING' });
  });

  it('are asked for anew where the ledger says that a key is not in use any more', async () => {
    await ids();
    inUse.set('HospitalMSP', 2);
    const found = await recipients.withKeysOfNow(async () => {
      const all = await ids();
      if (all.includes('HospitalMSP/encryption/2')) return all;
      throw new Problem('INPUT_INVALID', { faults: [{ path: '/envelope/recipients', rule: 'key-in-use' }] });
    });
    expect(found).toContain('HospitalMSP/encryption/2');
  });

  it('outside of a version: a person’s key is as the ledger tells it now', async () => {
    await ids();
    inUse.set(PATIENT, 2);
    await expect(recipients.keyOf(physician, PATIENT)).resolves.toMatchObject({ id: `${PATIENT}/encryption/2` });
  });
});
