import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LedgerEvent } from '@rxledger/chaincode/api';
import type { Ledger, LedgerEventRecord } from '../ledger/ledger';
import { GENESIS } from '../ledger/position';
import { feedProjection } from './feed';
import { openProjection, type Projection } from './open-projection';

const ID = '4z8k2m6p0q1r3s5t7v9w1x3y5z';
const PARTIES = ['HospitalMSP', 'CentreMSP'];

const recordOf = (block: number, event: Partial<LedgerEvent>): LedgerEventRecord => {
  const transactionId = block.toString(16).padStart(64, '0');
  return {
    id: `${block}-${transactionId}`,
    block,
    transactionId,
    event: {
      contract: 'prescription',
      transaction: 'Issue',
      subject: ID,
      to: 'SUBMITTED',
      version: 1,
      actor: 'HospitalMSP:d-1',
      parties: PARTIES,
      at: block * 1000,
      ...event,
    },
  };
};

const LIFE: readonly LedgerEventRecord[] = [
  recordOf(2, { contract: 'misbc', transaction: 'Register', subject: 'HospitalMSP:d-1', to: 'active' }),
  recordOf(3, {}),
  recordOf(4, { transaction: 'ClaimReview', to: 'IN_REVIEW', version: 2, actor: 'CentreMSP:r-1' }),
  recordOf(5, { transaction: 'Approve', to: 'APPROVED', version: 3, actor: 'CentreMSP:r-1' }),
  recordOf(6, {
    transaction: 'Redeem',
    to: 'REDEEMED',
    version: 4,
    actor: 'PharmacyMSP:x-1',
    parties: [...PARTIES, 'PharmacyMSP'],
  }),
  recordOf(7, {
    contract: 'payment',
    transaction: 'Invoice',
    to: 'INVOICED',
    parties: ['PharmacyMSP', 'ThirdPartyMSP'],
  }),
];

/** A ledger of fixed events; `breakAfter` makes the first stream fail after so many. */
const ledgerOf = (
  records: readonly LedgerEventRecord[],
  breakAfter = Number.POSITIVE_INFINITY,
): Pick<Ledger, 'events'> => {
  let left = breakAfter;
  return {
    async *events(after, signal) {
      const start = after === GENESIS ? 0 : records.findIndex(({ id }) => id === after) + 1;
      for (const record of records.slice(start)) {
        if (left === 0) {
          left = Number.POSITIVE_INFINITY;
          throw new Error('the stream broke');
        }
        left -= 1;
        yield record;
      }
      await new Promise((resolve) => {
        if (signal.aborted) resolve(undefined);
        else signal.addEventListener('abort', resolve, { once: true });
      });
    },
  };
};

const listFor = (projection: Projection, organisation: string) =>
  projection.list({ organisation, order: 'newest', limit: 10 });

async function fed(projection: Projection, ledger: Pick<Ledger, 'events'>, until: string): Promise<unknown[]> {
  const stop = new AbortController();
  const faults: unknown[] = [];
  const onFault = (fault: unknown): void => {
    faults.push(fault);
  };
  const feeding = feedProjection({ projection, ledger, signal: stop.signal, onFault, patience: 1 });
  while ((await projection.position())?.event !== until) await new Promise((resolve) => setImmediate(resolve));
  stop.abort();
  await feeding;
  return faults;
}

describe('the read model', () => {
  let projection: Projection;
  beforeEach(async () => {
    projection = await openProjection(':memory:');
  });
  afterEach(async () => projection.close());
  const last = LIFE.at(-1)!.id;

  it('shows each organisation what it has a part in, as it stands', async () => {
    await fed(projection, ledgerOf(LIFE), last);
    const summary = {
      id: ID,
      status: 'REDEEMED',
      version: 4,
      hospital: 'HospitalMSP',
      prescriber: 'HospitalMSP:d-1',
      issuedAt: 3000,
      updatedAt: 6000,
      updatedBy: 'PharmacyMSP:x-1',
      lastTransaction: 'Redeem',
      reviewer: 'CentreMSP:r-1',
    };
    for (const organisation of ['HospitalMSP', 'CentreMSP', 'PharmacyMSP', 'ThirdPartyMSP']) {
      expect(await listFor(projection, organisation)).toEqual({ items: [summary], asOfBlock: 7 });
    }
    expect(await listFor(projection, 'OtherMSP')).toEqual({ items: [], asOfBlock: 7 });
    const asCentre = { organisation: 'HospitalMSP', part: 'centre', order: 'newest', limit: 10 } as const;
    expect((await projection.list(asCentre)).items).toEqual([]);
  });

  it('takes in an event that comes twice only once', async () => {
    for (const [index, record] of LIFE.entries()) {
      await projection.apply([record]);
      await projection.apply(LIFE.slice(index, index + 1));
    }
    expect((await listFor(projection, 'HospitalMSP')).items).toHaveLength(1);
    expect(await projection.position()).toMatchObject({ event: last, block: 7 });
  });

  it('leaves rows and position as they were when an event cannot be taken in', async () => {
    await projection.apply([LIFE[1]!]);
    const broken = recordOf(9, { transaction: 'Approve', to: null as unknown as string });
    await expect(projection.apply([recordOf(8, { subject: '6z8k2m6p0q1r3s5t7v9w1x3y5z' }), broken])).rejects.toThrow();
    expect(await projection.position()).toMatchObject({ block: 3 });
    expect((await listFor(projection, 'HospitalMSP')).items[0]).toMatchObject({ status: 'SUBMITTED' });
  });

  it('goes on where it stood after the stream breaks, and tells of the fault', async () => {
    const faults = await fed(projection, ledgerOf(LIFE, 3), last);
    expect(faults).toHaveLength(1);
    expect((await listFor(projection, 'HospitalMSP')).items[0]).toMatchObject({ version: 4 });
  });

  it('puts a prescription that was amended at the end of the queue again', async () => {
    const other = '5z8k2m6p0q1r3s5t7v9w1x3y5z';
    await projection.apply([recordOf(3, {})]);
    await projection.apply([recordOf(4, { subject: other })]);
    await projection.apply([recordOf(5, { transaction: 'Return', to: 'RETURNED', version: 2 })]);
    await projection.apply([recordOf(6, { transaction: 'Amend', to: 'SUBMITTED', version: 3 })]);
    const queue = { organisation: 'CentreMSP', part: 'centre', statuses: ['SUBMITTED'], order: 'oldest' } as const;
    const first = await projection.list({ ...queue, limit: 1 });
    expect(first.items.map(({ id }) => id)).toEqual([other]);
    const second = await projection.list({ ...queue, limit: 1, cursor: first.cursor! });
    expect(second.items.map(({ id }) => id)).toEqual([ID]);
    expect(second.cursor).toBeUndefined();
  });

  it('gives a further fill the hospital, centre and prescriber of its series, whoever opened it', async () => {
    await projection.apply([recordOf(3, {})]);
    const opened = { transaction: 'OpenFill', subject: `${ID}-2`, to: 'APPROVED', actor: 'PharmacyMSP:p-1' } as const;
    await projection.apply([recordOf(4, opened)]);
    const { items } = await listFor(projection, 'CentreMSP');
    expect(items[0]).toMatchObject({ id: `${ID}-2`, hospital: 'HospitalMSP', prescriber: 'HospitalMSP:d-1' });
  });

  it("refuses a cursor that is not this list's", async () => {
    const query = { organisation: 'CentreMSP', order: 'newest', limit: 1 } as const;
    for (const cursor of ['', 'rubbish', Buffer.from('oldest:1').toString('base64url')]) {
      await expect(projection.list({ ...query, cursor })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    }
  });
});

describe('a read model in a file', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'projection-'));
  });
  afterEach(async () => rm(directory, { recursive: true }));

  const opened = () => openProjection(join(directory, 'read-model.sqlite'));

  it('stands where it stood when it is opened again', async () => {
    const before = await opened();
    await before.apply([LIFE[1]!]);
    await before.close();
    const after = await opened();
    expect(await after.position()).toEqual({ event: LIFE[1]!.id, block: 3, firstEvent: LIFE[1]!.id });
    expect((await listFor(after, 'CentreMSP')).items).toHaveLength(1);
    await after.close();
  });

  it('is read anew where the ledger is another one', async () => {
    const before = await opened();
    await before.apply([LIFE[1]!]);
    await before.close();
    const after = await opened();
    const other = [recordOf(8, { subject: '5z8k2m6p0q1r3s5t7v9w1x3y5z' })];
    await fed(after, ledgerOf(other), other[0]!.id);
    expect((await listFor(after, 'CentreMSP')).items.map(({ id }) => id)).toEqual(['5z8k2m6p0q1r3s5t7v9w1x3y5z']);
    await after.close();
  });
});
