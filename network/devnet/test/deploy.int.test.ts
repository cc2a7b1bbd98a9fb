import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as grpc from '@grpc/grpc-js';
import type { Contract, Gateway } from '@hyperledger/fabric-gateway';
import { type Devnet, type Deployment, startDevnet } from '../src';
import { freePort } from './support/free-port';
import { dial, gatewayFor, memberNamed } from './support/member';

jest.setTimeout(300_000);

const organisations = [
  { name: 'org1', mspId: 'Org1MSP' },
  { name: 'org2', mspId: 'Org2MSP' },
  { name: 'org3', mspId: 'Org3MSP' },
];
const channels = [{ name: 'all' }, { name: 'pair', organisations: ['Org1MSP', 'Org2MSP'] }];
const chaincode = { path: join(__dirname, 'asset-chaincode'), command: [process.execPath, 'main.js'] };
const policy = "OR('Org1MSP.peer','Org2MSP.peer','Org3MSP.peer')";
const members = "OR('Org1MSP.member','Org2MSP.member')";
const collections = [
  { name: 'closed', policy: members, memberOnlyRead: true, memberOnlyWrite: true },
  { name: 'open', policy: members },
  { name: 'brief', policy: members, blockToLive: 2 },
];
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

describe('a network on which chaincodes are deployed from their folders', () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'devnet-deploy-'));
  const open: { client: grpc.Client; gateway: Gateway }[] = [];
  let devnet: Devnet;
  let asset: Deployment;

  /** A chaincode as somebody of an organisation has it. */
  const contract = (mspId: string, name: string, channel: string): Contract => {
    const organisation = devnet.organisations.find((each) => each.mspId === mspId)!;
    const client = dial(organisation);
    const gateway = gatewayFor(client, memberNamed(organisation, 'user'));
    open.push({ client, gateway });
    return gateway.getNetwork(channel).getContract(name);
  };
  const disconnect = (): void => {
    for (const { client, gateway } of open.splice(0)) {
      gateway.close();
      client.close();
    }
  };

  beforeAll(async () => {
    devnet = await startDevnet({ organisations, channels, dataDirectory });
    asset = await devnet.deploy({ name: 'asset', channel: 'all', policy, collections, ...chaincode });
    await devnet.deploy({ name: 'other', channel: 'all', policy, ...chaincode });
    await devnet.deploy({ name: 'asset', channel: 'pair', ...chaincode });
  });
  afterEach(disconnect);
  afterAll(async () => {
    await devnet.close();
    rmSync(dataDirectory, { recursive: true });
  });

  it('runs one process an organisation of a channel', async () => {
    expect(asset).toMatchObject({ channel: 'all', name: 'asset', version: '1.0', sequence: 1 });
    expect(Object.keys(asset.packages)).toEqual(['Org1MSP', 'Org2MSP', 'Org3MSP']);
    expect(new Set(Object.values(asset.packages).map(({ address }) => address)).size).toBe(3);
    for (const { mspId } of organisations) {
      const answer = JSON.parse(text(await contract(mspId, 'asset', 'all').evaluateTransaction('whoAmI')));
      expect(answer).toMatchObject({ peer: mspId, msp: mspId, channel: 'all' });
    }
  });

  it('keeps channels apart', async () => {
    await contract('Org1MSP', 'asset', 'all').submitTransaction('put', 'k', 'on all');
    await contract('Org1MSP', 'asset', 'pair').submitTransaction('put', 'k', 'on pair');
    expect(text(await contract('Org2MSP', 'asset', 'all').evaluateTransaction('get', 'k'))).toBe('on all');
    expect(text(await contract('Org2MSP', 'asset', 'pair').evaluateTransaction('get', 'k'))).toBe('on pair');
    await expect(contract('Org3MSP', 'asset', 'pair').evaluateTransaction('get', 'k')).rejects.toThrow();
  });

  it('lets a chaincode write through another of its channel', async () => {
    const put = JSON.stringify(['put', 'through', 'asset']);
    await contract('Org1MSP', 'asset', 'all').submitTransaction('call', 'other', put);
    expect(text(await contract('Org1MSP', 'other', 'all').evaluateTransaction('get', 'through'))).toBe('asset');
    expect(text(await contract('Org1MSP', 'asset', 'all').evaluateTransaction('get', 'through'))).toBe('');
  });

  it('lets a chaincode read another channel, and write nothing there', async () => {
    await contract('Org1MSP', 'asset', 'all').submitTransaction('put', 'across', 'unchanged');
    const asked = contract('Org1MSP', 'asset', 'pair');
    const get = JSON.stringify(['get', 'across']);
    expect(text(await asked.evaluateTransaction('callOn', 'all', 'asset', get))).toBe('unchanged');
    await asked.submitTransaction('callOn', 'all', 'asset', JSON.stringify(['put', 'across', 'changed']));
    expect(text(await contract('Org1MSP', 'asset', 'all').evaluateTransaction('get', 'across'))).toBe('unchanged');
  });

  const putInto = (mspId: string, collection: string, key: string, endorser = 'Org1MSP') =>
    contract(mspId, 'asset', 'all').submit('putInCollection', {
      arguments: [collection, key],
      transientData: { rx: `${collection} ${key}` },
      endorsingOrganizations: [endorser],
    });
  const readFrom = async (mspId: string, collection: string, key: string, endorser = mspId) =>
    text(
      await contract(mspId, 'asset', 'all').evaluate('getFromCollection', {
        arguments: [collection, key],
        endorsingOrganizations: [endorser],
      }),
    );

  it('gives a collection to its members’ peers', async () => {
    await putInto('Org1MSP', 'open', 'k');
    expect(await readFrom('Org2MSP', 'open', 'k')).toBe('open k');
    await expect(readFrom('Org3MSP', 'open', 'k')).rejects.toThrow();
  });

  it('lets strangers read and write a collection through a member’s peer unless it says otherwise', async () => {
    await putInto('Org3MSP', 'open', 'of a stranger');
    expect(await readFrom('Org3MSP', 'open', 'of a stranger', 'Org1MSP')).toBe('open of a stranger');
    await putInto('Org2MSP', 'closed', 'k');
    expect(await readFrom('Org1MSP', 'closed', 'k')).toBe('closed k');
    await expect(readFrom('Org3MSP', 'closed', 'k', 'Org1MSP')).rejects.toThrow(/read access/);
    await expect(putInto('Org3MSP', 'closed', 'k')).rejects.toMatchObject({
      details: [expect.objectContaining({ message: expect.stringContaining('write access') as string })],
    });
  });

  it('lets private data expire after the blocks its collection gives it', async () => {
    await putInto('Org1MSP', 'brief', 'k');
    const write = (key: string) => contract('Org1MSP', 'asset', 'all').submitTransaction('put', key, '1');
    await write('first block');
    await write('second block');
    expect(await readFrom('Org2MSP', 'brief', 'k')).toBe('brief k');
    await write('third block');
    expect(await readFrom('Org2MSP', 'brief', 'k')).toBe('');
  });

  it('tells the chaincode’s events, and no other’s', async () => {
    const asked = contract('Org1MSP', 'asset', 'all');
    const { gateway } = open.at(-1)!;
    const events = await gateway.getNetwork('all').getChaincodeEvents('asset');
    await contract('Org1MSP', 'other', 'all').submitTransaction('bump', 'counter');
    await asked.submitTransaction('bump', 'event');
    for await (const { eventName, payload, chaincodeName } of events) {
      expect([chaincodeName, eventName, text(payload)]).toEqual(['asset', 'Bumped', '{"key":"event","next":1}']);
      break;
    }
    events.close();
  });

  it('upgrades a chaincode that is deployed again, and keeps its state', async () => {
    await contract('Org1MSP', 'other', 'all').submitTransaction('put', 'kept', '1');
    const upgrade = await devnet.deploy({ name: 'other', channel: 'all', policy, ...chaincode });
    expect(upgrade).toMatchObject({ version: '2.0', sequence: 2 });
    expect(text(await contract('Org2MSP', 'other', 'all').submitTransaction('bump', 'kept'))).toBe('2');
  });

  it.each([
    ['no channel, where there are several', { name: 'more', ...chaincode }, /on which channel.*all, pair/],
    ['a channel there is not', { name: 'more', channel: 'none', ...chaincode }, /no channel none/],
    ['neither a folder nor an address', { name: 'more', channel: 'all' }, /either 'path'.*or 'address'/],
    ['a folder there is not', { name: 'more', channel: 'all', path: '/nowhere' }, /no folder \/nowhere/],
    ['a bad address', { name: 'more', channel: 'all', address: 'nowhere' }, /must be host:port, not nowhere/],
    ['a bad policy', { name: 'more', channel: 'all', policy: "OR('x')", address: '127.0.0.1:9' }, /principal x/],
    ['a bad name', { name: 'bad name', channel: 'all', address: '127.0.0.1:9' }, /invalid/i],
  ])('refuses a chaincode with %s', async (_what, wanted, reason) => {
    await expect(devnet.deploy(wanted)).rejects.toThrow(reason);
  });

  it('tells the last words of a chaincode that does not start', async () => {
    const broken = { path: chaincode.path, command: [process.execPath, '-e', 'throw new Error("not today")'] };
    await expect(devnet.deploy({ name: 'more', channel: 'all', ...broken })).rejects.toThrow(/ended.*not today/s);
  });

  it('takes a chaincode that somebody else runs', async () => {
    const address = `127.0.0.1:${await freePort()}`;
    const { packages } = await devnet.deploy({ name: 'elsewhere', channel: 'all', address });
    expect(new Set(Object.values(packages).map(({ packageId }) => packageId)).size).toBe(1);
    await expect(contract('Org1MSP', 'elsewhere', 'all').evaluateTransaction('get', 'k')).rejects.toMatchObject({
      details: expect.arrayContaining([
        expect.objectContaining({ message: expect.stringContaining('connection refused') as string }),
      ]) as unknown,
    });
  });

  it('runs its chaincodes again after a restart', async () => {
    disconnect();
    await devnet.close();
    devnet = await startDevnet({ organisations, channels, dataDirectory });
    expect(existsSync(join(dataDirectory, 'chaincode-processes.json'))).toBe(true);
    expect(text(await contract('Org1MSP', 'other', 'all').evaluateTransaction('get', 'kept'))).toBe('2');
    expect(text(await contract('Org2MSP', 'asset', 'pair').evaluateTransaction('get', 'k'))).toBe('on pair');
  });
});
