import { common } from '@hyperledger/fabric-protos';
import { answerOf } from './conformance/answer';
import { eventually } from './conformance/eventually';
import { anyTwo, mspIds, organisations } from './conformance/members';
import { tarGz } from './support/chaincode-package';
import { install } from './support/lifecycle';
import { startTestNetwork, type TestNetwork } from './support/test-network';

jest.setTimeout(240_000);

const { hospital, pharmacy } = mspIds;
const both = [hospital, pharmacy];
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

/** Where a devnet cannot be what Fabric is: `docs/devnet.md` has the table. */
describe('a devnet differs from a network of Fabric’s own programs:', () => {
  let network: TestNetwork;

  beforeAll(async () => {
    network = await startTestNetwork({ organisations, policy: anyTwo });
  });
  afterAll(() => network.close());

  const heightAt = async (mspId: string): Promise<number> => {
    const qscc = network.of(mspId).gateway.getNetwork('rx').getContract('qscc');
    return common.BlockchainInfo.deserializeBinary(await qscc.evaluateTransaction('GetChainInfo', 'rx')).getHeight();
  };

  test('when an orderer has answered, every peer has the block', async () => {
    const before = await heightAt(hospital);
    await network.contract(hospital).submitAsync('put', { arguments: ['at once', '1'] });
    const heights = await Promise.all(network.organisations.map(({ mspId }) => heightAt(mspId)));
    expect(heights).toEqual(heights.map(() => before + 1));
  });

  test('with the block, every owner has the private data', async () => {
    await network.contract(hospital).submit('issue', {
      arguments: ['at once', JSON.stringify(both)],
      transientData: { rx: 'body' },
      endorsingOrganizations: both,
    });
    const reads = both.map((owner) => network.contract(owner).evaluateTransaction('getPrivate', owner, 'at once'));
    expect((await Promise.all(reads)).map(text)).toEqual(['body', 'body']);
  });

  test('one orderer signs a block', async () => {
    const qscc = network.of(hospital).gateway.getNetwork('rx').getContract('qscc');
    const block = common.Block.deserializeBinary(await qscc.evaluateTransaction('GetBlockByNumber', 'rx', '1'));
    const [signatures] = block.getMetadata()!.getMetadataList_asU8();
    expect(common.Metadata.deserializeBinary(signatures!).getSignaturesList()).toHaveLength(1);
  });

  test('an orderer refuses a transaction a second time, as SmartBFT does and Raft does not', async () => {
    const endorsed = await network
      .contract(hospital)
      .newProposal('put', { arguments: ['twice', '1'] })
      .endorse();
    await (await endorsed.submit()).getStatus();
    expect(await answerOf(() => endorsed.submit())).toContain('request already processed');
  });

  test('a listener that has left frees its place at once', async () => {
    const { gateway } = network.of(hospital);
    const contract = network.contract(hospital);
    await contract.submitTransaction('bump', 'listened to');
    const listen = async () => {
      const listener = await gateway.getNetwork('rx').getChaincodeEvents('rx', { startBlock: 0n });
      await listener[Symbol.asyncIterator]().next();
      return listener;
    };
    const listeners = await Promise.all(Array.from({ length: 500 }, listen));
    expect(await answerOf(() => contract.evaluateTransaction('nothing'))).toContain(
      'exceeding concurrency limit (500)',
    );
    listeners.forEach((listener) => listener.close());
    // No event in between: a peer of Fabric would go on counting them.
    await eventually(() => contract.evaluateTransaction('nothing'));
    expect(text(await contract.evaluateTransaction('nothing'))).toBe('nothing');
  });

  test('chaincode that a peer would have to build is refused', async () => {
    const { client, admin } = network.of(hospital);
    const golang = tarGz({ 'metadata.json': '{"type":"golang","label":"x"}', 'code.tar.gz': 'x' });
    expect(await answerOf(() => install(client, admin, golang))).toContain('only chaincode as a service');
  });

  test.each(['JoinChain', 'JoinBySnapshot', 'JoinBySnapshotStatus'])('%s of cscc is not there', async (name) => {
    const cscc = network.of(hospital).adminGateway.getNetwork('rx').getContract('cscc');
    expect(await answerOf(() => cscc.evaluateTransaction(name, 'rx'))).toMatch(/not found|Unmapped policy/);
  });
});
