import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import type { Transaction } from '@hyperledger/fabric-gateway';
import { common } from '@hyperledger/fabric-protos';
import { startDevnet } from '../src';
import { commitQuestion } from './support/commit-question';
import { dial, gatewayFor } from './support/member';
import { startTestNetwork, type TestNetwork } from './support/test-network';

jest.setTimeout(240_000);

const organisations = [
  { name: 'org1', mspId: 'Org1MSP' },
  { name: 'org2', mspId: 'Org2MSP' },
];
const mspIds = organisations.map(({ mspId }) => mspId);
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

const failure = (promise: Promise<unknown>): Promise<{ code?: number; message: string; details?: unknown }> =>
  promise.then(
    () => {
      throw new Error('it was expected to fail');
    },
    (error: Error & { code?: number; details?: unknown }) => error,
  );

/** What clients see of a network's chaincode. */
const views = (network: TestNetwork) => {
  const contract = network.contract('Org1MSP');
  const qscc = network.of('Org1MSP').gateway.getNetwork('rx').getContract('qscc');
  const issue = (key: string) => ({
    arguments: [key, JSON.stringify(mspIds)],
    transientData: { rx: `body of ${key}` },
    endorsingOrganizations: mspIds,
  });
  return {
    put: (key: string, value: string) => contract.submitTransaction('put', key, value),
    get: async (key: string) => text(await contract.evaluateTransaction('get', key)),
    history: async (key: string) => text(await contract.evaluateTransaction('history', key)),
    issue: (key: string) => contract.submit('issue', issue(key)),
    endorseIssue: (key: string) => contract.newProposal('issue', issue(key)).endorse(),
    endorsePut: (key: string, value: string) => contract.newProposal('put', { arguments: [key, value] }).endorse(),
    purge: (key: string) =>
      contract.submit('purge', { arguments: [key, JSON.stringify(mspIds)], endorsingOrganizations: mspIds }),
    privately: async (key: string, mspId = 'Org2MSP') =>
      text(await network.contract(mspId).evaluateTransaction('getPrivate', mspId, key)),
    chain: async () =>
      common.BlockchainInfo.deserializeBinary(await qscc.evaluateTransaction('GetChainInfo', 'rx')).toObject(),
    submit: async (transaction: Transaction) => (await (await transaction.submit()).getStatus()).successful,
  };
};

describe.each([
  ['in memory', undefined],
  ['with a data directory', mkdtempSync(join(tmpdir(), 'devnet-snapshots-'))],
])('a network that is reverted, %s', (_kind, dataDirectory) => {
  let network: TestNetwork;
  let see: ReturnType<typeof views>;

  beforeAll(async () => {
    network = await startTestNetwork({ organisations, config: { ...(dataDirectory && { dataDirectory }) } });
    see = views(network);
    await see.put('k', '1');
    await see.issue('private');
  });

  afterAll(async () => {
    await network.close();
    if (dataDirectory) rmSync(dataDirectory, { recursive: true });
  });

  it('has the state, the history, the private data and the blocks of the snapshot', async () => {
    const before = await see.chain();
    const { id, heights } = await network.devnet.snapshot();
    expect(heights).toEqual({ rx: before.height });
    await see.put('k', '2');
    await see.put('new', '1');
    await see.issue('another');
    await network.devnet.revert(id);
    expect(await see.chain()).toEqual(before);
    expect(await see.get('k')).toBe('1');
    expect(await see.get('new')).toBe('');
    expect(JSON.parse(await see.history('k'))).toEqual([{ isDelete: false, value: '1' }]);
    expect(await see.privately('private')).toBe('body of private');
    expect(await see.privately('another')).toBe('');
    await network.devnet.dropSnapshot(id);
  });

  it('goes on from there', async () => {
    const { id } = await network.devnet.snapshot();
    await see.put('k', 'first life');
    await network.devnet.revert(id);
    await see.put('k', 'second life');
    expect(JSON.parse(await see.history('k'))).toMatchObject([{ value: 'second life' }, { value: '1' }]);
    await network.devnet.revert(id);
    expect(await see.get('k')).toBe('1');
    await network.devnet.dropSnapshot(id);
  });

  it('has back what was purged since', async () => {
    const { id } = await network.devnet.snapshot();
    await see.purge('private');
    expect(await see.privately('private')).toBe('');
    await network.devnet.revert(id);
    expect(await see.privately('private')).toBe('body of private');
    expect(await see.privately('private', 'Org1MSP')).toBe('body of private');
    await network.devnet.dropSnapshot(id);
  });

  it('forgets later snapshots, and keeps earlier ones', async () => {
    const first = await network.devnet.snapshot();
    await see.put('k', '2');
    const second = await network.devnet.snapshot();
    await see.put('k', '3');
    const third = await network.devnet.snapshot();
    await network.devnet.revert(second.id);
    expect(await see.get('k')).toBe('2');
    expect(network.devnet.snapshots()).toEqual([first, second]);
    await expect(network.devnet.revert(third.id)).rejects.toThrow(
      `there is no snapshot ${third.id}; there are: ${first.id}, ${second.id}`,
    );
    await network.devnet.revert(first.id);
    expect(await see.get('k')).toBe('1');
    await network.devnet.dropSnapshot(first.id);
  });

  it('commits what was endorsed before the snapshot, with its private data', async () => {
    const transaction = await see.endorseIssue('endorsed before');
    const { id } = await network.devnet.snapshot();
    expect(await see.submit(transaction)).toBe(true);
    await network.devnet.revert(id);
    expect(await see.privately('endorsed before')).toBe('');
    expect(await see.submit(transaction)).toBe(true);
    expect(await see.privately('endorsed before')).toBe('body of endorsed before');
    await network.devnet.dropSnapshot(id);
  });

  it('refuses what was endorsed on blocks that are gone', async () => {
    const { id } = await network.devnet.snapshot();
    await see.put('k', 'in a block that goes');
    const transaction = await see.endorsePut('k', 'endorsed on it');
    await network.devnet.revert(id);
    expect(await failure(transaction.submit())).toMatchObject({
      code: status.UNAVAILABLE,
      details: expect.arrayContaining([
        expect.objectContaining({ message: expect.stringContaining('the ledger was reverted') as string }),
      ]) as unknown,
    });
    await network.devnet.dropSnapshot(id);
  });

  it('ends event streams with a status on which clients connect again, and then hear of the new blocks', async () => {
    const { id, heights } = await network.devnet.snapshot();
    const channel = network.of('Org1MSP').gateway.getNetwork('rx');
    const start = { startBlock: BigInt(heights['rx']!) };
    const streams = () =>
      Promise.all([
        channel.getChaincodeEvents('rx', start),
        channel.getBlockEvents(start),
        channel.getFilteredBlockEvents(start),
      ]);
    const first = (await streams()).map((stream) => stream[Symbol.asyncIterator]());
    await see.issue('first life');
    for (const stream of first) expect((await stream.next()).done).toBe(false);
    const ends = first.map((stream) => failure(stream.next()));
    await network.devnet.revert(id);
    for (const end of await Promise.all(ends)) {
      expect(end).toMatchObject({ name: 'GatewayError', code: status.UNAVAILABLE });
      expect(end.message).toContain(`the ledger of channel rx was reverted to ${heights['rx']} blocks`);
    }

    const [events, blocks, filtered] = await streams();
    await see.issue('second life');
    for await (const event of events) {
      expect(text(event.payload)).toBe('second life');
      break;
    }
    for await (const block of blocks) {
      expect(text(block.getData()!.getDataList_asU8()[0]!)).toContain('second life');
      break;
    }
    for await (const block of filtered) {
      expect(block.getNumber()).toBe(heights['rx']);
      break;
    }
    await network.devnet.revert(id);
    await network.devnet.dropSnapshot(id);
  });

  it('tells who waits for a commit that there will be none', async () => {
    const { id } = await network.devnet.snapshot();
    const { gateway, user } = network.of('Org1MSP');
    const waiting = failure(gateway.newCommit(await commitQuestion(user, 'rx', 'f'.repeat(64))).getStatus());
    // Until the question has arrived: it is answered after whatever is asked later on the same connection.
    await see.get('k');
    await network.devnet.revert(id);
    expect(await waiting).toMatchObject({ name: 'CommitStatusError', code: status.ABORTED });
    await network.devnet.dropSnapshot(id);
  });
});

describe('a network with a data directory that was reverted', () => {
  it('is still reverted after a restart, and has forgotten its snapshots', async () => {
    const dataDirectory = mkdtempSync(join(tmpdir(), 'devnet-reverted-'));
    const network = await startTestNetwork({ organisations, config: { dataDirectory } });
    const see = views(network);
    await see.put('k', '1');
    await see.issue('private');
    const before = await see.chain();
    const { id } = await network.devnet.snapshot();
    await see.put('k', 'gone');
    await see.purge('private');
    await network.devnet.revert(id);
    await network.devnet.close();
    const devnet = await startDevnet({ organisations, channels: [{ name: 'rx' }], dataDirectory });
    const { user } = network.of('Org1MSP');
    const client = dial(devnet.organisations[0]!);
    const gateway = gatewayFor(client, user);
    const channel = gateway.getNetwork('rx');
    const info = await channel.getContract('qscc').evaluateTransaction('GetChainInfo', 'rx');
    expect(common.BlockchainInfo.deserializeBinary(info).toObject()).toEqual(before);
    expect(text(await channel.getContract('rx').evaluateTransaction('get', 'k'))).toBe('1');
    expect(text(await channel.getContract('rx').evaluateTransaction('getPrivate', 'Org1MSP', 'private'))).toBe(
      'body of private',
    );
    expect(devnet.snapshots()).toEqual([]);
    gateway.close();
    client.close();
    await devnet.close();
    await network.disconnect();
    rmSync(dataDirectory, { recursive: true });
  });
});
