import { createHash } from 'node:crypto';
import type { TransientStore } from '../src/ledger/transient-store';
import { collection, StepsNetwork } from './steps/steps-network';

const own = '_implicit_org_AMSP';
const foreign = '_implicit_org_BMSP';
const both = { endorsers: ['AMSP', 'BMSP'] };

/** Everything the store holds for an organisation, as text. */
const storedText = (steps: StepsNetwork, mspId: string): string => {
  const { ledger: channel } = steps.network;
  const blocks = Array.from({ length: channel.height() }, (_, number) => [
    ...channel.privateData(mspId, number).values(),
  ]);
  return Buffer.concat(blocks.flat()).toString('latin1');
};

describe('private data', () => {
  let steps: StepsNetwork;

  beforeEach(async () => {
    steps = await StepsNetwork.create([
      collection('shared', ['AMSP', 'BMSP']),
      collection('closed', ['AMSP', 'BMSP'], { memberOnlyRead: true, memberOnlyWrite: true }),
      collection('brief', ['AMSP'], { blockToLive: 2 }),
    ]);
    await steps.done(
      [
        ['putPrivate', own, 'k', 'mine'],
        ['putPrivate', foreign, 'k', 'theirs'],
      ],
      both,
    );
  });

  afterEach(() => steps.network.close());

  it('is held by its organisation alone; the others have its hash', async () => {
    expect(steps.network.privateState('BMSP', 'steps', foreign, 'k')?.toString()).toBe('theirs');
    expect(steps.network.privateState('AMSP', 'steps', foreign, 'k')).toBeUndefined();
    expect(storedText(steps, 'AMSP')).not.toContain('theirs');
    const hash = createHash('sha256').update('theirs').digest('hex');
    expect(await steps.ask([['hash', foreign, 'k']], 'CMSP')).toEqual([hash]);
  });

  it("is held by an explicit collection's members", async () => {
    await steps.done([['putPrivate', 'shared', 'k', 'ours']], { endorsers: ['CMSP'] });
    const holders = ['AMSP', 'BMSP', 'CMSP'].filter((mspId) =>
      steps.network.privateState(mspId, 'steps', 'shared', 'k'),
    );
    expect(holders).toEqual(['AMSP', 'BMSP']);
  });

  it('reads as absent where it never was, and is refused where the clear copy is missing', async () => {
    expect(await steps.ask([['getPrivate', foreign, 'absent']])).toEqual(['']);
    const block = steps.network.height() - 1;
    await expect(steps.ask([['getPrivate', foreign, 'k']])).rejects.toThrow(
      new RegExp(
        '^GET_STATE failed: transaction ID: [0-9a-f]{64}: private data matching public hash version is not available. ' +
          `Public hash version = \\{BlockNum: ${block}, TxNum: 0\\}, Private data version = <nil>$`,
      ),
    );
  });

  it('leaves hashes in the public set, and the clear writes sorted in the private one', async () => {
    const { writes } = await steps.endorse([
      ['putPrivate', own, 'b', '2'],
      ['putPrivate', own, 'a', '1'],
    ]);
    const set = writes.namespaces.find(({ namespace }) => namespace === 'steps')!.collections[0]!;
    expect(set.collection).toBe(own);
    expect(set.hashedWrites.map(({ keyHash }) => Buffer.from(keyHash).toString('hex').slice(0, 8))).toEqual([
      'ca978112', // SHA-256 of "a"
      '3e23e816', // SHA-256 of "b"
    ]);
    expect(set.privateHash).toHaveLength(32);
  });

  it('conflicts when what was read by hash has changed', async () => {
    const reader = () =>
      steps.endorse([
        ['getPrivate', own, 'k'],
        ['put', 'copy', '1'],
      ]);
    const hashReader = () =>
      steps.endorse([
        ['hash', own, 'k'],
        ['put', 'copy', '1'],
      ]);
    const late = [await steps.endorse([['putPrivate', own, 'k', 'new']]), await reader(), await hashReader()];
    expect(await steps.statuses(late)).toEqual(['VALID', 'MVCC_READ_CONFLICT', 'MVCC_READ_CONFLICT']);
    expect(await steps.statuses([await reader()])).toEqual(['VALID']);
  });

  it('follows the version of its hash when only its policy changes', async () => {
    await steps.done([['requirePrivate', own, 'k', 'AMSP']]);
    expect(await steps.ask([['getPrivate', own, 'k']])).toEqual(['mine']);
  });

  it('can be ranged over by who does not write', async () => {
    await steps.done([['putPrivate', own, 'j', 'first']]);
    expect(await steps.ask([['rangePrivate', own, '', '']])).toEqual([['j', 'k']]);
    await expect(
      steps.submit([
        ['rangePrivate', own, '', ''],
        ['put', 'x', '1'],
      ]),
    ).rejects.toThrow('Transaction has already performed queries on pvt data. Writes are not allowed');
    await expect(
      steps.submit([
        ['put', 'x', '1'],
        ['rangePrivate', own, '', ''],
      ]),
    ).rejects.toThrow('Queries on pvt data is supported only in a read-only transaction');
  });

  it('is deleted with its hash, the past still in the store', async () => {
    await steps.done([['deletePrivate', own, 'k']]);
    expect(
      await steps.ask([
        ['getPrivate', own, 'k'],
        ['hash', own, 'k'],
      ]),
    ).toEqual(['', '']);
    expect(storedText(steps, 'AMSP')).toContain('mine');
  });

  it('leaves no trace when it is purged, in memory or in the store', async () => {
    await steps.done([
      ['putPrivate', own, 'k', 'mine too'],
      ['putPrivate', own, 'kept', 'stays'],
    ]);
    const commit = await steps.submit([['purge', own, 'k']]);
    const set = commit.writes.namespaces.find(({ namespace }) => namespace === 'steps')!.collections[0]!;
    expect(set.hashedWrites).toMatchObject([{ isDelete: true, isPurge: true }]);
    expect(
      await steps.ask([
        ['getPrivate', own, 'k'],
        ['hash', own, 'k'],
      ]),
    ).toEqual(['', '']);
    expect(storedText(steps, 'AMSP')).not.toContain('mine');
    expect(storedText(steps, 'AMSP')).toContain('stays');
    await steps.done([['putPrivate', own, 'k', 'again']]);
    expect(await steps.ask([['getPrivate', own, 'k']])).toEqual(['again']);
  });

  it('keeps what the same block writes again after a purge', async () => {
    const purge = await steps.endorse([['purge', own, 'k']]);
    const write = await steps.endorse([['putPrivate', own, 'k', 'after']]);
    expect(await steps.statuses([purge, write])).toEqual(['VALID', 'VALID']);
    expect(await steps.ask([['getPrivate', own, 'k']])).toEqual(['after']);
    expect(storedText(steps, 'AMSP')).toContain('after');
  });

  it('refuses collections that are not there', async () => {
    await expect(steps.submit([['putPrivate', '_implicit_org_NopeMSP', 'k', 'x']])).rejects.toThrow(
      /^PUT_STATE failed: transaction ID: \w+: collection \[_implicit_org_NopeMSP\] not defined in the collection config for chaincode \[steps\]$/,
    );
    await expect(steps.ask([['getPrivate', 'nothing', 'k']])).rejects.toThrow(
      /: collection memory\/steps\/nothing could not be found$/,
    );
  });

  it('lets strangers neither read nor write where members alone may', async () => {
    await steps.done([['putPrivate', 'closed', 'k', 'x']]);
    expect(await steps.ask([['getPrivate', 'closed', 'k']], 'AMSP', 'BMSP')).toEqual(['x']);
    const stranger = { mspId: 'CMSP' };
    await expect(steps.ask([['getPrivate', 'closed', 'k']], 'AMSP', 'CMSP')).rejects.toThrow(
      'tx creator does not have read access permission on privatedata in chaincodeName:steps collectionName: closed',
    );
    await expect(steps.submit([['putPrivate', 'closed', 'k', 'y']], stranger)).rejects.toThrow(
      'tx creator does not have write access permission on privatedata in chaincodeName:steps collectionName: closed',
    );
  });

  it('expires as many blocks later as its collection says, and one more', async () => {
    await steps.done([['putPrivate', 'brief', 'k', 'fleeting']]);
    for (const value of ['1', '2']) await steps.done([['put', 'clock', value]]);
    expect(await steps.ask([['getPrivate', 'brief', 'k']])).toEqual(['fleeting']);
    await steps.done([['put', 'clock', '3']]);
    expect(
      await steps.ask([
        ['getPrivate', 'brief', 'k'],
        ['hash', 'brief', 'k'],
      ]),
    ).toEqual(['', '']);
    expect(storedText(steps, 'AMSP')).not.toContain('fleeting');
  });

  it('tells whoever plans endorsers which collections count, and whether they must hold the data', async () => {
    const { interest } = await steps.endorse([
      ['getPrivate', own, 'k'],
      ['putPrivate', foreign, 'k', 'x'],
    ]);
    const calls = interest.getChaincodesList().map((call) => [call.getCollectionNamesList(), call.getNoPrivateReads()]);
    expect(calls).toEqual([
      [[foreign], true],
      [[own], false],
    ]);
  });

  it('that nobody kept is missing, and the transaction is valid all the same', async () => {
    const endorsed = await steps.endorse([['putPrivate', own, 'lost', 'x']]);
    const { transient } = steps.network.ledger as unknown as { transient: TransientStore };
    const forged = await steps.endorse([['putPrivate', own, 'lost', 'forged']]);
    transient.drop(endorsed.transactionId);
    // A set with another hash than the endorsed one counts for nothing.
    transient.keep(endorsed.transactionId, transient.find(forged.transactionId)[0]!);
    expect(await steps.statuses([endorsed])).toEqual(['VALID']);
    expect(steps.network.privateState('AMSP', 'steps', own, 'lost')).toBeUndefined();
    await expect(steps.ask([['getPrivate', own, 'lost']])).rejects.toThrow('is not available');
  });
});
