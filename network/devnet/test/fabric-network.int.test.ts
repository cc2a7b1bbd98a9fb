import { type BlockEvent, type ContractEvent, Gateway, Wallets, type X509Identity } from 'fabric-network';
import { enrol } from './support/enrol';
import { startTestNetwork, type TestNetwork } from './support/test-network';

jest.setTimeout(120_000);

const hospital = 'HospitalMSP';
const organisations = [
  { name: 'hospital', mspId: hospital },
  { name: 'pharmacy', mspId: 'PharmacyMSP' },
];

describe('fabric-network 2.2 and fabric-ca-client', () => {
  let network: TestNetwork;
  let gateway: Gateway;

  const profile = () => {
    const { devnet } = network.of(hospital);
    return {
      name: 'hospital',
      version: '1.0.0',
      client: { organization: 'Hospital' },
      organizations: { Hospital: { mspid: hospital, peers: ['own'] } },
      peers: {
        own: { url: `grpcs://${devnet.peer.endpoint}`, tlsCACerts: { pem: devnet.peer.tlsCaCertificate } },
      },
    };
  };

  beforeAll(async () => {
    network = await startTestNetwork({ organisations });
    const { certificate, privateKeyPem } = await enrol(network.of(hospital).devnet, 'admin', 'adminpw');
    const identity: X509Identity = {
      type: 'X.509',
      mspId: hospital,
      credentials: { certificate, privateKey: privateKeyPem },
    };
    const wallet = await Wallets.newInMemoryWallet();
    await wallet.put('enrolled', identity);
    gateway = new Gateway();
    await gateway.connect(profile(), {
      wallet,
      identity: 'enrolled',
      discovery: { enabled: true, asLocalhost: true },
    });
  });

  afterAll(async () => {
    gateway.disconnect();
    await network.close();
  });

  const contract = async () => (await gateway.getNetwork('rx')).getContract('rx');

  test('submit and evaluate with an identity that the CA enrolled', async () => {
    const rx = await contract();
    expect((await rx.submitTransaction('put', 'old client', '1')).toString()).toBe('ok');
    expect((await rx.evaluateTransaction('get', 'old client')).toString()).toBe('1');
  });

  test('send transient data to the organisations named', async () => {
    const transaction = (await contract()).createTransaction('issue');
    transaction.setEndorsingOrganizations(hospital, 'PharmacyMSP');
    transaction.setTransient({ rx: Buffer.from('body') });
    await transaction.submit('old private', JSON.stringify([hospital]));
    expect((await (await contract()).evaluateTransaction('getPrivate', hospital, 'old private')).toString()).toBe(
      'body',
    );
  });

  test('report what a chaincode refuses', async () => {
    const rx = await contract();
    await expect(rx.submitTransaction('throwError')).rejects.toThrow(/boom/);
    await expect(rx.evaluateTransaction('throwError')).rejects.toThrow(/boom/);
  });

  test('report a conflict', async () => {
    const rx = await contract();
    await rx.submitTransaction('put', 'contended', '0');
    const calls = await Promise.allSettled([1, 2, 3, 4].map(() => rx.submitTransaction('bump', 'contended')));
    const reasons = calls.flatMap((call) => (call.status === 'rejected' ? [(call.reason as Error).message] : []));
    expect(reasons.length).toBeGreaterThan(0);
    expect(reasons[0]).toMatch(/MVCC_READ_CONFLICT/);
  });

  test('hear contract events and blocks', async () => {
    const rx = await contract();
    const heard: ContractEvent[] = [];
    const listener = await rx.addContractListener(async (event) => void heard.push(event));
    await rx.submitTransaction('bump', 'heard');
    await until(() => heard.length > 0);
    expect(heard[0]?.eventName).toBe('Bumped');
    rx.removeContractListener(listener);
  });

  test('replay blocks from the first', async () => {
    const channel = await gateway.getNetwork('rx');
    const blocks: BlockEvent[] = [];
    const listener = await channel.addBlockListener(async (block) => void blocks.push(block), {
      startBlock: 0,
      type: 'full',
    });
    await until(() => blocks.length > 3);
    channel.removeBlockListener(listener);
    expect(blocks.slice(0, 3).map(({ blockNumber }) => blockNumber.toString())).toEqual(['0', '1', '2']);
  });

  test('query blocks with qscc', async () => {
    const qscc = (await gateway.getNetwork('rx')).getContract('qscc');
    expect((await qscc.evaluateTransaction('GetBlockByNumber', 'rx', '0')).length).toBeGreaterThan(1000);
  });
});

const until = async (isTrue: () => boolean): Promise<void> => {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 20));
};
