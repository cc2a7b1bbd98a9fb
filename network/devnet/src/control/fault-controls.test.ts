import type { Devnet } from '../devnet';
import { FaultPlan } from '../faults/fault-plan';
import { createFaults } from '../faults/faults';
import { type ControlServer, startControlServer } from './control-server';

describe('faults over the control endpoint', () => {
  const plan = new FaultPlan();
  const asked: unknown[] = [];
  const devnet = {
    channels: [],
    organisations: [],
    faults: createFaults(plan, []),
    stopNode: async (...args: string[]) => void asked.push(args),
    trace: (id: string) => (id === 'known' ? { transactionId: id } : undefined),
  } as unknown as Devnet;
  let server: ControlServer;

  beforeAll(async () => {
    server = await startControlServer(devnet);
  });
  beforeEach(() => devnet.faults.clear());
  afterAll(() => server.close());

  const call = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${server.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${server.token}` },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { code: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };

  it('are planned as given, and answered with what is in force', async () => {
    const failure = { chaincode: 'rx', function: 'Issue', times: 2, status: 404, message: 'gone' };
    expect(await call('POST', '/endorsements/fail', failure)).toMatchObject({
      code: 200,
      body: { endorsements: [failure] },
    });
    expect((await call('POST', '/endorsements/fail', { unavailable: true })).body['endorsements']).toEqual([
      failure,
      { times: 1, unavailable: true },
    ]);
    expect((await call('POST', '/endorsements/alter', { key: 'k', value: 'v' })).body['alterations']).toEqual([
      { times: 1, write: { key: 'k', value: 'v' } },
    ]);
    expect((await call('POST', '/submits/fail', { when: 'after-ordering' })).body['submits']).toEqual([
      { times: 1, when: 'after-ordering' },
    ]);
  });

  it('delay, hold and reorder blocks', async () => {
    await call('POST', '/blocks/delay', { ms: 20 });
    await call('POST', '/blocks/hold');
    expect((await call('POST', '/blocks/reorder')).body['blocks']).toEqual({
      delayMs: 20,
      isHeld: true,
      order: 'reverse',
    });
    expect((await call('POST', '/blocks/reorder', { seed: 7 })).body['blocks']).toMatchObject({ order: { seed: 7 } });
    await call('POST', '/blocks/release');
    expect((await call('GET', '/faults')).body['blocks']).toMatchObject({ isHeld: false });
  });

  it('stop one node of an organisation, and no third kind', async () => {
    await call('POST', '/organisations/Org1MSP/nodes/orderer/stop');
    expect(asked).toEqual([['Org1MSP', 'orderer']]);
    expect(await call('POST', '/organisations/Org1MSP/nodes/ca/stop')).toEqual({
      code: 400,
      body: { error: 'a node is peer or orderer' },
    });
  });

  it('that are badly put are refused', async () => {
    expect((await call('POST', '/organisations/Org1MSP/lag', {})).code).toBe(400);
    expect((await call('POST', '/organisations/Org1MSP/lag', { ms: 5 })).code).toBe(404);
    expect((await call('POST', '/endorsements/alter', {})).code).toBe(400);
    expect((await call('POST', '/submits/fail', { when: 'sometime' })).code).toBe(400);
  });

  it('are ended together', async () => {
    await call('POST', '/blocks/hold');
    expect((await call('DELETE', '/faults')).body).toMatchObject({ blocks: { isHeld: false } });
  });

  it('come with traces', async () => {
    expect(await call('GET', '/transactions/known')).toEqual({ code: 200, body: { transactionId: 'known' } });
    expect((await call('GET', '/transactions/unknown')).code).toBe(404);
  });
});
