import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { common } from '@hyperledger/fabric-protos';
import { startDevnet } from '../src';
import { dial, gatewayFor } from './support/member';
import { startTestNetwork } from './support/test-network';

jest.setTimeout(120_000);

const organisations = [
  { name: 'org1', mspId: 'Org1MSP' },
  { name: 'org2', mspId: 'Org2MSP' },
];

describe('a copy of a running network', () => {
  const parent = mkdtempSync(join(tmpdir(), 'devnet-copy-'));
  const dataDirectory = join(parent, 'data');
  const copy = join(parent, 'copy');
  afterAll(() => rmSync(parent, { recursive: true }));

  test('is of one moment under load, and a network started from it goes on where the first one stood', async () => {
    const network = await startTestNetwork({ organisations, config: { dataDirectory } });
    const first = network.of('Org1MSP');
    await network.contract('Org1MSP').submit('issue', {
      arguments: ['kept private', '["Org1MSP"]'],
      transientData: { rx: 'body' },
      endorsingOrganizations: ['Org1MSP', 'Org2MSP'],
    });
    const infoOf = async (gateway: typeof first.gateway) =>
      common.BlockchainInfo.deserializeBinary(
        await gateway.getNetwork('rx').getContract('qscc').evaluateTransaction('GetChainInfo', 'rx'),
      );
    const underWay = Array.from({ length: 20 }, (_, index) =>
      network.contract('Org1MSP').submitTransaction('put', `key ${index}`, '1'),
    );
    await underWay[0];
    expect(network.devnet.copyTo(copy)).toBeGreaterThan(10_000);
    await Promise.all(underWay);
    expect(() => network.devnet.copyTo(copy)).toThrow('not empty');
    expect(existsSync(join(copy, 'control.json'))).toBe(false);
    const before = await infoOf(first.gateway);
    const blockHash = async (gateway: typeof first.gateway, number: number) => {
      const block = common.Block.deserializeBinary(
        await gateway
          .getNetwork('rx')
          .getContract('qscc')
          .evaluateTransaction('GetBlockByNumber', 'rx', String(number)),
      );
      return Buffer.from(block.getHeader()!.getPreviousHash_asU8()).toString('hex');
    };
    const hashes = await Promise.all(
      Array.from({ length: before.getHeight() }, (_, number) => blockHash(first.gateway, number)),
    );
    await network.devnet.close();

    const again = await startDevnet({ organisations, channels: [{ name: 'rx' }], dataDirectory: copy });
    const client = dial(again.organisations[0]!);
    const gateway = gatewayFor(client, first.user);
    const height = (await infoOf(gateway)).getHeight();
    expect(height).toBeLessThanOrEqual(before.getHeight());
    for (let number = 0; number < height; number += 1) expect(await blockHash(gateway, number)).toBe(hashes[number]);
    const contract = gateway.getNetwork('rx').getContract('rx');
    const body = await contract.evaluateTransaction('getPrivate', 'Org1MSP', 'kept private');
    expect(Buffer.from(body).toString()).toBe('body');
    expect(Buffer.from(await contract.submitTransaction('bump', 'key 0')).toString()).toBe('2');
    gateway.close();
    client.close();
    for (const each of network.organisations) {
      each.gateway.close();
      each.adminGateway.close();
      each.client.close();
      await each.chaincode.stop();
    }
    await again.close();
  });
});
