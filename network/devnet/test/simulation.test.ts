import { StepsNetwork } from './steps/steps-network';

const letters = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(4, '0')}`);

describe('public state', () => {
  let steps: StepsNetwork;

  beforeAll(async () => {
    steps = await StepsNetwork.create();
  });

  afterAll(() => steps.network.close());

  it('does not show a transaction its own writes', async () => {
    expect(
      await steps.done([
        ['put', 'own', '1'],
        ['get', 'own'],
      ]),
    ).toEqual([expect.anything(), '']);
    expect(await steps.ask([['get', 'own']])).toEqual(['1']);
  });

  it('takes an empty value for a deletion', async () => {
    await steps.done([['put', 'empty', '1']]);
    const { writes } = await steps.submit([['put', 'empty', '']]);
    expect(writes.namespaces.find(({ namespace }) => namespace === 'steps')?.writes).toMatchObject([
      { isDelete: true },
    ]);
    expect(steps.network.state('steps', 'empty')).toBeUndefined();
  });

  it('sorts keys by their bytes', async () => {
    await steps.done([
      ['put', 'u\uffff', '1'],
      ['put', 'u\u{10000}', '1'],
      ['put', 'ua', '1'],
    ]);
    expect(await steps.ask([['range', 'u', 'v']])).toEqual([['ua', 'u\uffff', 'u\u{10000}']]);
  });

  it('finds composite keys by their first parts', async () => {
    await steps.done([
      ['composite', 'pair', 'a', '1'],
      ['composite', 'pair', 'a', '2'],
      ['composite', 'pair', 'b', '1'],
    ]);
    expect(await steps.ask([['partial', 'pair', 'a']])).toEqual([['a/1', 'a/2']]);
    expect(await steps.ask([['partial', 'pair']])).toEqual([['a/1', 'a/2', 'b/1']]);
  });

  it('tells the history of a key, newest first, without changes of its policy', async () => {
    await steps.done([['put', 'story', 'one']]);
    await steps.done([['require', 'story', 'AMSP']]);
    await steps.done([['put', 'story', 'two']]);
    await steps.done([['delete', 'story']]);
    expect(
      await steps.ask([
        ['history', 'story'],
        ['history', 'nothing'],
      ]),
    ).toEqual([['deleted', 'two', 'one'], []]);
  });

  it('refuses rich queries, as a LevelDB peer does', async () => {
    await expect(steps.ask([['query', '{}']])).rejects.toThrow(
      /^GET_QUERY_RESULT failed: transaction ID: [0-9a-f]{64}: ExecuteQuery not supported for leveldb$/,
    );
  });

  it('gives the same transaction id once only', async () => {
    const txId = 'ab'.repeat(32);
    const both = [
      await steps.endorse([['put', 'x', '1']], { txId }),
      await steps.endorse([['put', 'x', '2']], { txId }),
    ];
    expect(await steps.statuses(both)).toEqual(['VALID', 'DUPLICATE_TXID']);
    expect(await steps.statuses([await steps.endorse([['put', 'x', '3']], { txId })])).toEqual(['DUPLICATE_TXID']);
    expect(steps.network.state('steps', 'x')?.toString()).toBe('1');
  });

  describe('ranges', () => {
    beforeAll(async () => {
      await steps.done(letters('r', 250).map((key) => ['put', key, key]));
    });

    it('come whole, over several batches', async () => {
      expect(await steps.ask([['range', 'r', 's']])).toEqual([letters('r', 250)]);
    });

    it('come in pages, each with the key at which the next one starts', async () => {
      const [first] = await steps.ask([['page', 'r', 's', '100']]);
      expect(first).toEqual([letters('r', 100), 'r0100']);
      const [last] = await steps.ask([['page', 'r', 's', '100', 'r0200']]);
      expect(last).toEqual([letters('r', 250).slice(200), '']);
    });

    it('must not be paged in a transaction that writes, before or after', async () => {
      const after = steps.submit([
        ['page', 'r', 's', '10'],
        ['put', 'x', '1'],
      ]);
      await expect(after).rejects.toThrow(
        'Transaction has already performed a paginated query. Writes are not allowed',
      );
      const before = steps.submit([
        ['put', 'x', '1'],
        ['page', 'r', 's', '10'],
      ]);
      await expect(before).rejects.toThrow('Paginated queries are supported only in a read-only transaction');
    });

    it('leave a summary of many reads, and the end key of the query when read to the end', async () => {
      const { writes } = await steps.endorse([
        ['range', 'r', 's'],
        ['range', 'r0000', 'r0003'],
      ]);
      const [many, few] = writes.namespaces.find(({ namespace }) => namespace === 'steps')!.rangeQueries;
      expect(many).toBeDefined();
      expect(many!.getReadsMerkleHashes()?.getMaxDegree()).toBe(50);
      expect([many!.getEndKey(), many!.getItrExhausted()]).toEqual(['s', true]);
      expect(
        few!
          .getRawReads()
          ?.getKvReadsList()
          .map((read) => read.getKey()),
      ).toEqual(['r0000', 'r0001', 'r0002']);
    });

    it.each([
      ['of a few keys', 'r0000', 'r0003'],
      ['of many keys', 'r', 's'],
    ])('%s conflict with a key that came in between, and not with one outside', async (_title, start, end) => {
      const before = () =>
        steps.endorse([
          ['range', start, end],
          ['put', 'seen', '1'],
        ]);
      const outside = [await steps.endorse([['put', 'z', '1']]), await before()];
      expect(await steps.statuses(outside)).toEqual(['VALID', 'VALID']);
      const inside = [await steps.endorse([['put', 'r0001x', '1']]), await before()];
      expect(await steps.statuses(inside)).toEqual(['VALID', 'PHANTOM_READ_CONFLICT']);
      const late = await before();
      await steps.done([['delete', 'r0001x']]);
      expect(await steps.statuses([late])).toEqual(['PHANTOM_READ_CONFLICT']);
    });
  });
});

describe('policies of keys', () => {
  let steps: StepsNetwork;

  beforeEach(async () => {
    steps = await StepsNetwork.create();
    await steps.done([
      ['put', 'k', '1'],
      ['require', 'k', 'BMSP,CMSP'],
    ]);
  });

  afterEach(() => steps.network.close());

  it('hold writes to the key to other endorsers than the chaincode asks for', async () => {
    expect(await steps.ask([['required', 'k']])).toEqual([true]);
    expect((await steps.submit([['put', 'k', '2']])).status).toBe('ENDORSEMENT_POLICY_FAILURE');
    expect((await steps.submit([['put', 'k', '2']], { endorsers: ['BMSP', 'CMSP'] })).status).toBe('VALID');
  });

  it('stay with the key when it is written, and go when it is deleted', async () => {
    const endorsers = ['BMSP', 'CMSP'];
    await steps.done([['put', 'k', '2']], { endorsers });
    expect(await steps.ask([['required', 'k']])).toEqual([true]);
    await steps.done([['delete', 'k']], { endorsers });
    await steps.done([['put', 'k', '3']]);
    expect(await steps.ask([['required', 'k']])).toEqual([false]);
  });

  it('are told to whoever plans endorsers', async () => {
    const { interest } = await steps.endorse([
      ['put', 'k', '2'],
      ['put', 'free', '1'],
    ]);
    const [call] = interest.getChaincodesList();
    expect(call!.getKeyPoliciesList()).toHaveLength(1);
    expect(call!.getDisregardNamespacePolicy()).toBe(false);
    const alone = await steps.endorse([['put', 'k', '2']]);
    expect(alone.interest.getChaincodesList()[0]!.getDisregardNamespacePolicy()).toBe(true);
  });

  it('that change in a block make later writes of that block fail', async () => {
    const endorsers = ['BMSP', 'CMSP'];
    const change = await steps.endorse([['require', 'k', 'BMSP']], { endorsers });
    const write = await steps.endorse([['put', 'k', '2']], { endorsers });
    expect(await steps.statuses([change, write])).toEqual(['VALID', 'ENDORSEMENT_POLICY_FAILURE']);
  });

  it('renew the version of a key: who read it before conflicts', async () => {
    const reader = await steps.endorse([
      ['get', 'k'],
      ['put', 'copy', '1'],
    ]);
    await steps.done([['require', 'k', 'BMSP']], { endorsers: ['BMSP', 'CMSP'] });
    expect(await steps.statuses([reader])).toEqual(['MVCC_READ_CONFLICT']);
    expect(steps.network.state('steps', 'k')?.toString()).toBe('1');
  });

  it('of a key that is not there are ignored', async () => {
    await steps.done([['require', 'absent', 'BMSP']]);
    await steps.done([['put', 'absent', '1']]);
    expect(await steps.ask([['required', 'absent']])).toEqual([false]);
  });
});

describe('chaincodes that call others', () => {
  let steps: StepsNetwork;

  beforeAll(async () => {
    steps = await StepsNetwork.create();
  });

  afterAll(() => steps.network.close());

  it('read and write in the same transaction', async () => {
    const inner = JSON.stringify([['put', 'inner', '1']]);
    const commit = await steps.submit([
      ['put', 'outer', '1'],
      ['call', 'other', inner],
    ]);
    expect(commit.status).toBe('VALID');
    expect(commit.writes.namespaces.map(({ namespace }) => namespace)).toEqual(['_lifecycle', 'other', 'steps']);
    expect(steps.network.state('other', 'inner')?.toString()).toBe('1');
  });

  it('get the answer of the other, refusals too', async () => {
    const [answer] = await steps.ask([
      [
        'call',
        'other',
        JSON.stringify([
          ['get', 'inner'],
          ['query', '{}'],
        ]),
      ],
    ]);
    expect(answer).toMatchObject({
      status: 500,
      message: expect.stringContaining('ExecuteQuery not supported') as string,
    });
  });

  it('are told when there is no such chaincode or channel', async () => {
    const words = (what: string) => new RegExp(`^INVOKE_CHAINCODE failed: transaction ID: [0-9a-f]{64}: ${what}`);
    await expect(steps.ask([['call', 'nobody', '[]']])).rejects.toThrow(words('execute failed: invalid invocation'));
    await expect(steps.ask([['call', 'other', '[]', 'nowhere']])).rejects.toThrow(
      words('failed to find ledger for channel: nowhere$'),
    );
    await expect(steps.ask([['call', 'steps', '[]']])).rejects.toThrow(
      /execute failed: error sending: txid: .* exists$/,
    );
  });
});

describe('the definition of a chaincode', () => {
  it('is read by every transaction, so that an upgrade conflicts with what is in flight', async () => {
    const steps = await StepsNetwork.create();
    const keysOf = async (...of: Parameters<StepsNetwork['endorse']>) =>
      (await steps.endorse(...of)).writes.namespaces[0]!.reads.map(({ key }) => key);
    expect(await keysOf([['put', 'k', '1']])).toEqual(['namespaces/fields/steps/Sequence']);
    expect(await keysOf([['hash', '_implicit_org_AMSP', 'k']])).toEqual([
      'namespaces/fields/steps/Collections',
      'namespaces/fields/steps/EndorsementInfo',
      'namespaces/fields/steps/Sequence',
      'namespaces/fields/steps/ValidationInfo',
      'namespaces/metadata/steps',
    ]);
    const inFlight = await steps.endorse([['put', 'k', '1']]);
    await steps.network.deploy({ name: 'steps', contracts: [], version: '2.0', endorsementPolicy: "OR('AMSP.peer')" });
    expect(await steps.statuses([inFlight])).toEqual(['MVCC_READ_CONFLICT']);
    steps.network.close();
  });
});
