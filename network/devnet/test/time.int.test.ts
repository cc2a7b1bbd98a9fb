import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDevnet } from '../src';
import { processProposal, signedProposal } from './support/lifecycle';
import { dial, gatewayFor, memberNamed } from './support/member';
import { startTestNetwork, type TestNetwork } from './support/test-network';
import { registerAndEnrol } from './support/enrol';

jest.setTimeout(240_000);

const organisations = [{ name: 'org1', mspId: 'Org1MSP' }];
const day = 86_400_000;
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

describe("a network's clock", () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'devnet-time-'));
  let network: TestNetwork;
  const contract = () => network.contract('Org1MSP');
  const stamp = async (key: string) => Date.parse(text(await contract().submitTransaction('stamp', key)));
  const times = async (key: string) =>
    (JSON.parse(text(await contract().evaluateTransaction('times', key))) as string[]).map((at) => Date.parse(at));

  beforeAll(async () => {
    network = await startTestNetwork({ organisations, config: { dataDirectory } });
  });
  afterEach(() => network.devnet.time.reset());
  afterAll(async () => {
    await network.disconnect();
    rmSync(dataDirectory, { recursive: true });
  });

  it('is what contracts go by, and what the history of a key tells', async () => {
    const { time } = network.devnet;
    const first = await stamp('k');
    expect(Math.abs(first - Date.now())).toBeLessThan(60_000);
    time.advance(40 * day);
    const second = await stamp('k');
    expect(second - first).toBeGreaterThanOrEqual(40 * day);
    const inAHundredDays = new Date(Date.now() + 100 * day);
    time.set(inAHundredDays);
    const third = await stamp('k');
    expect(Math.abs(third - inAHundredDays.getTime())).toBeLessThan(60_000);
    time.reset();
    const fourth = await stamp('k');
    expect(Math.abs(fourth - Date.now())).toBeLessThan(60_000);
    expect(await times('k')).toEqual([fourth, third, second, first]);
  });

  it('changes nothing in what is asked of a client’s clock', async () => {
    const { client, user } = network.of('Org1MSP');
    const sent = async (timestamp: Date) =>
      processProposal(client, await signedProposal(user, 'rx', 'rx', ['get', 'k'], { timestamp })).then(
        (response) => response.getResponse()?.getStatus(),
        (error: Error) => error.message,
      );
    network.devnet.time.advance(2 * day);
    expect(await sent(new Date())).toBe(200);
    expect(await sent(new Date(Date.now() + 2 * day))).toContain('request unauthorized due to incorrect timestamp');
  });

  it('makes certificates expire, and the authority gives new ones', async () => {
    const [organisation] = network.devnet.organisations;
    const early = memberNamed(organisation!, 'early');
    const client = dial(organisation!);
    const answer = (gateway = gatewayFor(client, early)) =>
      gateway.getNetwork('rx').getContract('rx').evaluateTransaction('get', 'k').then(text);
    network.devnet.time.advance(2 * 365 * day);
    await expect(answer()).rejects.toMatchObject({
      details: [expect.objectContaining({ message: 'proposal client identity expired' })],
    });
    const late = await registerAndEnrol(organisation!, 'late', 'client');
    expect(await answer(gatewayFor(client, late))).not.toBe('');
    network.devnet.time.reset();
    expect(await answer()).not.toBe('');
    client.close();
  });

  it('goes back with a snapshot', async () => {
    const { time } = network.devnet;
    time.advance(day);
    const { id } = await network.devnet.snapshot();
    time.advance(day);
    await network.devnet.revert(id);
    expect(time.shift()).toBe(day);
    await network.devnet.dropSnapshot(id);
  });

  it('is still moved after a restart, as is what was written before', async () => {
    network.devnet.time.advance(7 * day);
    await stamp('restarted');
    const before = await times('restarted');
    await network.devnet.close();
    const again = await startDevnet({ organisations, channels: [{ name: 'rx' }], dataDirectory });
    expect(again.time.shift()).toBe(7 * day);
    const client = dial(again.organisations[0]!);
    const gateway = gatewayFor(client, network.of('Org1MSP').user);
    const told = text(await gateway.getNetwork('rx').getContract('rx').evaluateTransaction('times', 'restarted'));
    expect((JSON.parse(told) as string[]).map((at) => Date.parse(at))).toEqual(before);
    gateway.close();
    client.close();
    await again.close();
  });
});
