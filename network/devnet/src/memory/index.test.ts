import { createMemoryNetwork, EndorsementError, type MemoryNetwork } from '.';
import { Context, Contract } from 'fabric-contract-api';

class Shop extends Contract {
  constructor() {
    super('shop');
  }

  async put(ctx: Context, key: string, value: string): Promise<void> {
    await ctx.stub.putState(key, Buffer.from(value));
  }

  async bump(ctx: Context, key: string): Promise<string> {
    const next = String(Number(Buffer.from(await ctx.stub.getState(key)).toString() || '0') + 1);
    await ctx.stub.putState(key, Buffer.from(next));
    ctx.stub.setEvent('Bumped', Buffer.from(next));
    return next;
  }

  async hide(ctx: Context, mspId: string, key: string): Promise<void> {
    const body = ctx.stub.getTransient().get('body');
    await ctx.stub.putPrivateData(`_implicit_org_${mspId}`, key, body ?? Buffer.alloc(0));
  }

  async reveal(ctx: Context, mspId: string, key: string): Promise<string> {
    return Buffer.from(await ctx.stub.getPrivateData(`_implicit_org_${mspId}`, key)).toString();
  }

  async whoAmI(ctx: Context): Promise<string> {
    return `${ctx.clientIdentity.getMSPID()} ${ctx.clientIdentity.getAttributeValue('rx.role') ?? ''} ${ctx.stub.getMspID()}`;
  }

  async fail(): Promise<void> {
    await Promise.reject(new Error('boom'));
  }
}

describe('network in memory', () => {
  let network: MemoryNetwork;

  beforeAll(async () => {
    network = await createMemoryNetwork({
      organisations: ['AMSP', 'BMSP', 'CMSP'],
      chaincodes: [
        { name: 'shop', contracts: [Shop], endorsementPolicy: "OutOf(2,'AMSP.peer','BMSP.peer','CMSP.peer')" },
      ],
    });
  });

  afterAll(() => network.close());

  it('commits what two organisations endorse', async () => {
    const commit = await network.submit({ mspId: 'AMSP', chaincode: 'shop', fn: 'put', args: ['k', 'v'] });
    expect(commit).toMatchObject({ status: 'VALID', block: network.height() - 1 });
    expect(network.state('shop', 'k')?.toString()).toBe('v');
  });

  it('finds a transaction of one organisation insufficiently endorsed', async () => {
    const commit = await network.submit({
      mspId: 'AMSP',
      chaincode: 'shop',
      fn: 'put',
      args: ['lonely', 'v'],
      endorsers: ['AMSP'],
    });
    expect(commit.status).toBe('ENDORSEMENT_POLICY_FAILURE');
    expect(network.state('shop', 'lonely')).toBeUndefined();
  });

  it('lets the first of two racing transactions win', async () => {
    const call = { mspId: 'AMSP', chaincode: 'shop', fn: 'bump', args: ['counter'] };
    const commits = await network.order([await network.endorse(call), await network.endorse(call)]);
    expect(commits.map(({ status }) => status)).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
    expect(commits.map(({ event }) => event?.name)).toEqual(['Bumped', undefined]);
    expect(network.state('shop', 'counter')?.toString()).toBe('1');
  });

  it('gives private data to its organisation alone', async () => {
    const commit = await network.submit({
      mspId: 'AMSP',
      chaincode: 'shop',
      fn: 'hide',
      args: ['BMSP', 'secret'],
      transient: { body: 'hidden' },
      endorsers: ['AMSP', 'BMSP'],
    });
    expect(commit.status).toBe('VALID');
    expect(network.privateState('BMSP', 'shop', '_implicit_org_BMSP', 'secret')?.toString()).toBe('hidden');
    expect(network.privateState('AMSP', 'shop', '_implicit_org_BMSP', 'secret')).toBeUndefined();
    const read = { mspId: 'AMSP', chaincode: 'shop', fn: 'reveal', args: ['BMSP', 'secret'] };
    expect((await network.evaluate({ ...read, at: 'BMSP' })).toString()).toBe('hidden');
    await expect(network.evaluate(read)).rejects.toThrow('private data matching public hash version is not available');
  });

  it('shows the chaincode the caller and its own organisation', async () => {
    const identity = network.identity('CMSP', 'dr1', { attributes: { 'rx.role': 'physician' } });
    const answer = await network.evaluate({ identity, chaincode: 'shop', fn: 'whoAmI', at: 'BMSP' });
    expect(answer.toString()).toBe('CMSP physician BMSP');
  });

  it("rejects with the chaincode's own message", async () => {
    const call = network.submit({ mspId: 'AMSP', chaincode: 'shop', fn: 'fail' });
    await expect(call).rejects.toThrow(EndorsementError);
    await expect(call).rejects.toMatchObject({ message: 'boom', status: 500 });
  });
});
