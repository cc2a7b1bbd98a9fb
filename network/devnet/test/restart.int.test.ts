import { mkdtempSync, rmSync } from 'node:fs';
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

describe('a network with a data directory', () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'devnet-restart-'));
  afterAll(() => rmSync(dataDirectory, { recursive: true }));

  test('starts again with the same ledger, identities, packages and ports', async () => {
    const network = await startTestNetwork({ organisations, config: { dataDirectory } });
    const first = network.of('Org1MSP');
    await network.contract('Org1MSP').submitTransaction('put', 'kept', '1');
    await network.contract('Org1MSP').submit('issue', {
      arguments: ['kept private', '["Org1MSP"]'],
      transientData: { rx: 'body' },
      endorsingOrganizations: ['Org1MSP', 'Org2MSP'],
    });
    const height = async (contract = first.gateway.getNetwork('rx').getContract('qscc')) =>
      common.BlockchainInfo.deserializeBinary(await contract.evaluateTransaction('GetChainInfo', 'rx')).toObject();
    const endorsed = await network
      .contract('Org1MSP')
      .newProposal('issue', {
        arguments: ['endorsed before', '["Org1MSP"]'],
        transientData: { rx: 'body' },
        endorsingOrganizations: ['Org1MSP', 'Org2MSP'],
      })
      .endorse();
    const before = await height();
    await network.devnet.close();

    const again = await startDevnet({ organisations, channels: [{ name: 'rx' }], dataDirectory });
    const [organisation] = again.organisations;
    expect(organisation?.peer).toEqual(first.devnet.peer);
    expect(organisation?.ca).toEqual(first.devnet.ca);
    const client = dial(organisation!);
    // The certificate of before still counts.
    const gateway = gatewayFor(client, first.user);
    const contract = gateway.getNetwork('rx').getContract('rx');
    expect(await height(gateway.getNetwork('rx').getContract('qscc'))).toEqual(before);
    expect(Buffer.from(await contract.evaluateTransaction('get', 'kept')).toString()).toBe('1');
    expect(Buffer.from(await contract.evaluateTransaction('getPrivate', 'Org1MSP', 'kept private')).toString()).toBe(
      'body',
    );
    expect(Buffer.from(await contract.submitTransaction('bump', 'kept')).toString()).toBe('2');
    // Its private part was in memory alone: it is refused, rather than committed without.
    await expect(gateway.newTransaction(endorsed.getBytes()).submit()).rejects.toMatchObject({
      details: expect.arrayContaining([
        expect.objectContaining({ message: expect.stringContaining('endorse it again') as string }),
      ]) as unknown,
    });

    gateway.close();
    client.close();
    await network.disconnect();
    await again.close();
  });

  test('does not start with a configuration that makes no sense', async () => {
    await expect(
      startDevnet({ organisations: [organisations[0]!, organisations[0]!], channels: [{ name: 'Bad Name' }] }),
    ).rejects.toThrow(/channel name 'Bad Name'.*MSP id Org1MSP is there twice/);
  });

  test('does not start on a port that is taken', async () => {
    const other = await startDevnet({ organisations: [organisations[0]!], channels: [{ name: 'rx' }] });
    const port = Number(other.organisations[0]!.peer.endpoint.split(':')[1]);
    await expect(
      startDevnet({ organisations: [{ ...organisations[0]!, peer: { port } }], channels: [{ name: 'rx' }] }),
    ).rejects.toThrow(`port ${port} of Org1MSP peer is taken by another program`);
    await other.close();
  });
});
