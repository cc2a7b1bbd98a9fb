import type { EndorsedTransaction } from '../../network/devnet/src/memory';
import type { BudgetView, DatasetView, Page, ReleaseView } from '../src/api';
import { drawId } from './support/case';
import { CHAINCODE, Consortium, type Call } from './support/consortium';
import { MEMBERS, PEOPLE } from './support/people';
import { ACCOUNTS, ARTEFACT, loss, raiseCall, registerCall, reserveCall, stepCall } from './support/releases';
import { verdict } from './support/verdict';

const { hospitalSteward, centreSteward, southSteward, researcher, clerk } = PEOPLE;
const EVERYONE = MEMBERS.map(({ mspId }) => mspId);

describe('a data set and its budget', () => {
  let consortium: Consortium;
  let count = 0;

  beforeAll(async () => {
    consortium = await Consortium.founded();
  });

  afterAll(() => consortium.close());

  const dataset = async (change: object = {}): Promise<string> => {
    const id = `set-${(count += 1)}`;
    await consortium.must<DatasetView>(registerCall(id, change));
    return id;
  };
  const budget = (id: string): Promise<BudgetView> =>
    consortium.read<BudgetView>(researcher, 'release:Dataset', { id });
  const spent = async (id: string): Promise<readonly string[]> =>
    (await budget(id)).accounts.map((account) => account.spent.microEpsilon);
  const attempt = async (call: Call): Promise<string> => verdict(await consortium.submit(call));
  const reserved = (id: string, asked: object = {}): Promise<ReleaseView> =>
    consortium.must<ReleaseView>(reserveCall(id, asked));

  it('is registered once, by a steward, with nothing spent', async () => {
    const id = await dataset();
    expect(await budget(id)).toMatchObject({
      owner: 'HospitalMSP',
      version: 1,
      accounts: ACCOUNTS.map((terms) => ({ ...terms, spent: loss(0), picoRho: '0' })),
    });
    expect(await attempt(registerCall(id, {}, centreSteward))).toBe('RELEASE_DATASET_EXISTS');
    expect(await attempt(registerCall('other', {}, clerk))).toBe('ACCESS_ROLE');
  });

  it.each([
    ['a cap of no epsilon', { accounts: [{ ...ACCOUNTS[0], cap: loss(0) }] }],
    ['a cap with delta 1', { accounts: [{ ...ACCOUNTS[0], cap: loss(1, 1_000_000_000_000) }] }],
    ['zCDP without a delta to come back with', { accounts: [{ ...ACCOUNTS[1], composition: 'zcdp' }] }],
    ['two accounts of a guarantee', { accounts: [ACCOUNTS[0], ACCOUNTS[0]] }],
    ['no account', { accounts: [] }],
    ['a fraction', { accounts: [{ ...ACCOUNTS[0], cap: { microEpsilon: '0.5', picoDelta: '0' } }] }],
    ['a number that is no text', { accounts: [{ ...ACCOUNTS[0], cap: { microEpsilon: 1, picoDelta: '0' } }] }],
    ['another unit than the patient', { unit: 'row' }],
  ])('is not registered with %s', async (_what, change) => {
    expect(await attempt(registerCall('refused', change))).toBe('INPUT_INVALID');
  });

  it('is charged by a reservation, and refuses what the rest does not cover', async () => {
    const id = await dataset();
    await reserved(id, { cost: loss(600_000) });
    expect(await attempt(reserveCall(id, { cost: loss(400_001) }))).toBe('RELEASE_BUDGET');
    await reserved(id, { cost: loss(400_000) });
    expect(await attempt(reserveCall(id, { cost: loss(1) }))).toBe('RELEASE_BUDGET');
    expect(await spent(id)).toEqual(['1000000', '0']);
  });

  it('keeps what hides presence and what hides labels apart', async () => {
    const id = await dataset();
    await reserved(id, { cost: loss(1_000_000) });
    await reserved(id, { mode: 'paper', cost: loss(2_000_000) });
    expect(await spent(id)).toEqual(['1000000', '2000000']);
    const onlyLabels = await dataset({ accounts: [ACCOUNTS[1]] });
    expect(await attempt(reserveCall(onlyLabels))).toBe('RELEASE_NO_ACCOUNT');
  });

  it('counts delta like epsilon', async () => {
    const id = await dataset();
    await reserved(id, { mode: 'dp', cost: loss(1, 1_000_000) });
    expect(await attempt(reserveCall(id, { mode: 'dp', cost: loss(1, 1) }))).toBe('RELEASE_BUDGET');
    await reserved(id, { cost: loss(1) });
  });

  it.each([
    ['epsilon 0', { cost: loss(0) }],
    ['a delta that a histogram has no use for', { cost: loss(1, 1) }],
    ['no delta for a table of cells', { mode: 'dp', cost: loss(1) }],
    ['no k for a table of cells', { mode: 'dp', cost: loss(1, 1), k: undefined }],
    ['a k for a histogram', { k: 5 }],
    ['k 1', { mode: 'dp', cost: loss(1, 1), k: 1 }],
    ['delta 1', { mode: 'dp', cost: loss(1, 1_000_000_000_000) }],
  ])('is not charged with %s', async (_what, asked) => {
    expect(await attempt(reserveCall(await dataset(), asked as object))).toBe('INPUT_INVALID');
  });

  it('charges one release once, whatever command asks for it, and refuses another under its id', async () => {
    const id = await dataset();
    const asked = { id: drawId(), commandId: 'reserve-once-0001' };
    const first = await reserved(id, asked);
    expect(await reserved(id, asked)).toEqual(first);
    expect(await reserved(id, { ...asked, commandId: 'reserve-once-0002' })).toEqual(first);
    expect(await spent(id)).toEqual(['100000', '0']);
    for (const other of [{ cost: loss(1) }, { request: 'd'.repeat(64) }, { mode: 'paper' } as const]) {
      expect(await attempt(reserveCall(id, { id: asked.id, ...other }))).toBe('RELEASE_EXISTS');
    }
    expect(await attempt(reserveCall(id, { ...asked, cost: loss(1) }))).toBe('INPUT_COMMAND_REUSED');
    await consortium.must(stepCall('Approve', first.id, centreSteward));
    expect(await reserved(id, { id: asked.id })).toMatchObject({ status: 'APPROVED' });
    expect(await spent(id)).toEqual(['100000', '0']);
  });

  it('is used under the scheme it was registered with, and by its owner', async () => {
    const id = await dataset();
    expect(await attempt(reserveCall(id, { scheme: 'e'.repeat(64) }))).toBe('RELEASE_SCHEME');
    expect(await attempt(reserveCall(id, {}, centreSteward))).toBe('ACCESS_RELATION');
    expect(await attempt(reserveCall('absent'))).toBe('RELEASE_DATASET_NOT_FOUND');
  });

  it('is never paid back', async () => {
    const id = await dataset();
    const { id: release } = await reserved(id, { cost: loss(1_000_000) });
    await consortium.must(stepCall('Abort', release, hospitalSteward));
    expect(await spent(id)).toEqual(['1000000', '0']);
    expect(await attempt(reserveCall(id, { cost: loss(1) }))).toBe('RELEASE_BUDGET');
  });

  it('adds up rho where zCDP was chosen, which covers more where releases are many and small', async () => {
    const cap = loss(1_000_000, 1_000_000);
    const terms = { guarantee: 'add-remove', cap } as const;
    const basic = await dataset({ accounts: [{ ...terms, composition: 'basic' }] });
    const zcdp = await dataset({ accounts: [{ ...terms, composition: 'zcdp' }] });
    const releases = async (id: string, microEpsilon: number): Promise<number> => {
      for (let done = 0; ; done += 1) {
        if ((await attempt(reserveCall(id, { cost: loss(microEpsilon) }))) !== 'VALID') return done;
      }
    };
    // By hand: rho <= (sqrt(ln 1e6 + 1) - sqrt(ln 1e6))^2 = 0.017466..., and 0.02^2 / 2 = 0.0002.
    expect(await releases(basic, 20_000)).toBe(50);
    expect(await releases(zcdp, 20_000)).toBe(87);
  });

  it('takes every member to raise its cap, in one thing at least and down in none', async () => {
    const id = await dataset();
    const raise = (cap: object, endorsers = EVERYONE): Promise<string> =>
      attempt(raiseCall(id, { guarantee: 'label', cap }, endorsers));
    for (const absent of EVERYONE) {
      expect(
        await raise(
          loss(3_000_000),
          EVERYONE.filter((one) => one !== absent),
        ),
      ).toBe('ENDORSEMENT_POLICY_FAILURE');
    }
    expect(await raise(loss(2_000_000))).toBe('RELEASE_CAP');
    expect(await raise(loss(1_999_999, 5))).toBe('RELEASE_CAP');
    expect(await raise(loss(3_000_000))).toBe('VALID');
    expect(await raise(loss(3_000_000, 7), EVERYONE.slice(1))).toBe('ENDORSEMENT_POLICY_FAILURE');
    expect(await budget(id)).toMatchObject({ version: 2, accounts: [{}, { cap: loss(3_000_000) }] });
    expect(
      await attempt({ ...raiseCall(id, { guarantee: 'label', cap: loss(9_000_000) }, EVERYONE), as: centreSteward }),
    ).toBe('ACCESS_RELATION');
  });

  it('takes two organisations for every debit', async () => {
    const id = await dataset();
    for (const endorsers of EVERYONE.map((one) => [one])) {
      expect(await attempt({ ...reserveCall(id), endorsers })).toBe('ENDORSEMENT_POLICY_FAILURE');
    }
    expect(await spent(id)).toEqual(['0', '0']);
  });

  it('stands on the ledger without a count, a row or a value', async () => {
    const id = await dataset();
    const { id: release } = await reserved(id);
    await consortium.must(stepCall('Approve', release, centreSteward));
    await consortium.must(stepCall('Publish', release, hospitalSteward));
    const kept = consortium.network
      .states(CHAINCODE)
      .filter(({ key }) => ['DATASET', 'ACCOUNT', 'RELEASE', 'RELEASES'].includes(key.split('\u0000')[1]!))
      .flatMap(({ value }) => Object.keys(JSON.parse(Buffer.from(value).toString('utf8')) as object));
    expect([...new Set(kept)].sort()).toEqual(
      [
        ...['accounts', 'approvedBy', 'artefact', 'cost', 'dataset', 'guarantee', 'id', 'k', 'microEpsilon', 'mode'],
        'owner',
        ...['picoDelta', 'picoRho', 'registeredAt', 'registeredBy', 'request', 'requestedAt', 'requestedBy', 'scheme'],
        ...['status', 'title', 'unit', 'updatedAt', 'version'],
      ].sort(),
    );
  });

  it('is listed in pages, and so are its releases, newest first', async () => {
    const id = await dataset();
    const releases: string[] = [];
    for (let number = 0; number < 3; number += 1) {
      const at = consortium.network.now() + number * 1000;
      const call = reserveCall(id);
      await consortium.must({ ...call, at });
      releases.unshift((call.command as { id: string }).id);
    }
    await consortium.must({ ...stepCall('Approve', releases[1]!, southSteward), at: consortium.network.now() + 9000 });
    const page = (query: object): Promise<Page<ReleaseView>> => consortium.read(researcher, 'release:Releases', query);
    const first = await page({ dataset: id, limit: 2 });
    const rest = await page({ dataset: id, bookmark: first.bookmark });
    expect([...first.items, ...rest.items].map((release) => release.id)).toEqual(releases);
    expect((await page({ dataset: id, status: 'APPROVED' })).items).toMatchObject([{ id: releases[1] }]);
    expect((await page({ limit: 200 })).items.length).toBeGreaterThan(3);
    const sets = await consortium.read<Page<DatasetView>>(researcher, 'release:Datasets', { limit: 200 });
    expect(sets.items.map((set) => set.id)).toContain(id);
  });

  it('names the artefact once it is published', async () => {
    const id = await dataset();
    const { id: release } = await reserved(id);
    await consortium.must(stepCall('Approve', release, centreSteward));
    expect(await consortium.must(stepCall('Publish', release, hospitalSteward))).toMatchObject({
      status: 'PUBLISHED',
      artefact: ARTEFACT,
      approvedBy: centreSteward.id,
    });
    const again = stepCall('Publish', release, hospitalSteward, { artefact: 'd'.repeat(64) });
    expect(await attempt(again)).toBe('RELEASE_STATUS');
  });
});

describe('a budget for ten releases, and a thousand who ask at once', () => {
  it('covers ten, and no way of asking again changes that', async () => {
    const consortium = await Consortium.founded();
    await consortium.must(registerCall('crowded'));
    const asking = Array.from({ length: 1000 }, () => reserveCall('crowded'));
    const outcomes = new Map<string, number>();
    const count = (outcome: string): unknown => outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    // All of them are endorsed on one state; whoever conflicts asks again, as a gateway does, a hundred at a time.
    for (let wave = asking.splice(0, 1000); wave.length > 0; wave = asking.splice(0, 100)) {
      const endorsed: { readonly call: Call; readonly transaction: EndorsedTransaction }[] = [];
      for (const call of wave) {
        const answer = await consortium.endorse(call);
        if (answer.isDone) endorsed.push({ call, transaction: answer.endorsed });
        else count(answer.code);
      }
      const commits = await consortium.network.order(endorsed.map(({ transaction }) => transaction));
      commits.forEach(({ status }, index) => {
        if (status === 'MVCC_READ_CONFLICT') asking.push(endorsed[index]!.call);
        else count(status);
      });
    }
    expect(Object.fromEntries(outcomes)).toEqual({ VALID: 10, RELEASE_BUDGET: 990 });
    const { accounts } = await consortium.read<BudgetView>(researcher, 'release:Dataset', { id: 'crowded' });
    expect(accounts[0]!.spent).toEqual(loss(1_000_000));
    consortium.close();
  });
});
