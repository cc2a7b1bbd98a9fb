import { choosePorts, PortTakenError, type OrganisationPorts } from './ports';

const config = (peer?: number) => ({
  organisations: [{ name: 'org1', mspId: 'Org1MSP', ...(peer !== undefined && { peer: { port: peer } }) }],
  channels: [{ name: 'rx' }],
});

describe('the ports of a network that starts', () => {
  const chosen: OrganisationPorts[] = [];
  const choose = async (peer?: number): Promise<OrganisationPorts> => {
    const ports = (await choosePorts(config(peer))).get('Org1MSP')!;
    chosen.push(ports);
    return ports;
  };
  afterEach(async () => {
    for (const { peer, orderer, ca } of chosen.splice(0))
      await Promise.all([peer, orderer, ca].map((p) => p.release()));
  });

  it('are held until their nodes listen: nobody else is given them', async () => {
    const { peer } = await choose();
    await expect(choose(peer.number)).rejects.toThrow(PortTakenError);
    await peer.release();
    expect((await choose(peer.number)).peer.number).toBe(peer.number);
  });

  it('are let go of, all of them, where one is taken', async () => {
    const { peer, orderer } = await choose();
    await orderer.release();
    const both = {
      organisations: [
        { name: 'org1', mspId: 'Org1MSP', peer: { port: orderer.number }, orderer: { port: peer.number } },
      ],
      channels: [{ name: 'rx' }],
    };
    await expect(choosePorts(both)).rejects.toThrow(`port ${peer.number} of Org1MSP orderer is taken`);
    expect((await choose(orderer.number)).peer.number).toBe(orderer.number);
  });

  it('may be released more than once', async () => {
    const { ca } = await choose();
    await ca.release();
    await expect(ca.release()).resolves.toBeUndefined();
  });
});
