import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { common } from '@hyperledger/fabric-protos';
import { type Devnet, startDevnet } from '../src';
import { enrol } from './support/enrol';
import { dial, gatewayFor, type Member } from './support/member';
import { startTestNetwork, type TestNetwork } from './support/test-network';

jest.setTimeout(240_000);

const organisations = [
  { name: 'org1', mspId: 'Org1MSP' },
  { name: 'org2', mspId: 'Org2MSP' },
];
const channels = [{ name: 'rx' }];
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

/** Asks a network's chaincode, as somebody of the first organisation. */
const client = (devnet: Devnet, member: Member) => {
  const connection = dial(devnet.organisations[0]!);
  const gateway = gatewayFor(connection, member);
  const channel = gateway.getNetwork('rx');
  return {
    contract: channel.getContract('rx'),
    chain: async () =>
      common.BlockchainInfo.deserializeBinary(
        await channel.getContract('qscc').evaluateTransaction('GetChainInfo', 'rx'),
      ).toObject(),
    close: () => {
      gateway.close();
      connection.close();
    },
  };
};

describe('a dump of a network', () => {
  const folder = mkdtempSync(join(tmpdir(), 'devnet-dump-'));
  const file = join(folder, 'network.dump');
  let network: TestNetwork;
  let height: number;

  beforeAll(async () => {
    network = await startTestNetwork({ organisations });
    await network.contract('Org1MSP').submitTransaction('bump', 'counter');
    await network.contract('Org1MSP').submit('issue', {
      arguments: ['private', '["Org1MSP","Org2MSP"]'],
      transientData: { rx: 'body' },
      endorsingOrganizations: ['Org1MSP', 'Org2MSP'],
    });
    network.devnet.time.advance(86_400_000);
    await network.devnet.dump(file);
    const seen = client(network.devnet, network.of('Org1MSP').user);
    ({ height } = await seen.chain());
    seen.close();
  });
  afterAll(async () => {
    await network.close();
    rmSync(folder, { recursive: true });
  });

  it('says of itself what it is and what it holds', () => {
    const [line = ''] = gunzipSync(readFileSync(file)).toString().split('\n');
    expect(JSON.parse(line)).toMatchObject({
      format: 'fabric-devnet dump',
      warning: 'holds the private keys of all organisations and all private data of their ledgers',
      organisations: [{ mspId: 'Org1MSP' }, { mspId: 'Org2MSP' }],
    });
  });

  it('takes a running network back to where it was', async () => {
    const seen = client(network.devnet, network.of('Org1MSP').user);
    await seen.contract.submitTransaction('bump', 'counter');
    network.devnet.time.reset();
    await network.devnet.snapshot();
    await network.devnet.load(file);
    expect((await seen.chain()).height).toBe(height);
    expect(network.devnet.time.shift()).toBe(86_400_000);
    expect(network.devnet.snapshots()).toEqual([]);
    expect(text(await seen.contract.evaluateTransaction('getPrivate', 'Org1MSP', 'private'))).toBe('body');
    expect(text(await seen.contract.submitTransaction('bump', 'counter'))).toBe('2');
    await network.devnet.load(file);
    seen.close();
  });

  it.each([
    ['in memory', undefined],
    ['with a data directory', join(folder, 'data')],
  ])('starts another network, %s, which goes on with it', async (_kind, dataDirectory) => {
    const config = { organisations, channels, ...(dataDirectory && { dataDirectory }) };
    let devnet = await startDevnet(config, { load: file });
    if (dataDirectory) {
      await devnet.close();
      devnet = await startDevnet(config);
    }
    // The same person, chaincode process and registry as before.
    const seen = client(devnet, network.of('Org1MSP').user);
    expect((await seen.chain()).height).toBe(height);
    expect(text(await seen.contract.evaluateTransaction('getPrivate', 'Org1MSP', 'private'))).toBe('body');
    expect(text(await seen.contract.submitTransaction('bump', 'counter'))).toBe('2');
    expect(devnet.time.shift()).toBe(86_400_000);
    const admin = await enrol(devnet.organisations[0]!, 'admin', 'adminpw');
    expect(admin.certificate).toContain('BEGIN CERTIFICATE');
    seen.close();
    await devnet.close();
  });

  it.each([
    ['other organisations', { organisations: [organisations[0]!], channels }, /its organisations are .*org2/],
    ['other channels', { organisations, channels: [{ name: 'another' }] }, /its channels are rx, those here another/],
    ['a network in the directory', { organisations, channels, dataDirectory: join(folder, 'data') }, /already/],
  ])('is refused where there are %s', async (_what, config, reason) => {
    await expect(startDevnet(config, { load: file })).rejects.toThrow(reason);
  });

  it('is not loaded into a running network of other authorities', async () => {
    const other = await startDevnet({ organisations, channels });
    await expect(other.load(file)).rejects.toThrow('was made with other certificate authorities');
    await other.close();
  });

  it.each([
    ['cut short', (lines: string[]) => lines.slice(0, -2)],
    ['changed', (lines: string[]) => lines.map((line) => line.replace('"timeShift":0', '"timeShift":1'))],
    ['of another kind', () => ['{"format":"something"}']],
    ['of a later version', (lines: string[]) => lines.map((line) => line.replace('"version":1', '"version":99'))],
  ])('is refused where it is %s', async (_what, change) => {
    const bad = join(folder, 'bad.dump');
    writeFileSync(bad, gzipSync(change(gunzipSync(readFileSync(file)).toString().split('\n')).join('\n')));
    await expect(network.devnet.load(bad)).rejects.toThrow('is no dump of a devnet that can be loaded');
  });

  it('is refused where there is no file, or one of another format', async () => {
    await expect(network.devnet.load(join(folder, 'none'))).rejects.toThrow('ENOENT');
    const bad = join(folder, 'text');
    writeFileSync(bad, 'text');
    await expect(network.devnet.load(bad)).rejects.toThrow('is no dump of a devnet');
  });
});
