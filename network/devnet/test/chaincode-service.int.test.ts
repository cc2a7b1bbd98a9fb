import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { peer } from '@hyperledger/fabric-protos';
import { createAuthority, type KeyPair } from '../src/ca/issuer';
import { ChaincodeConnector } from '../src/chaincode/chaincode-connector';
import { encodeInput } from '../src/chaincode/invocation-input';
import type { ChaincodeMessage } from '../src/chaincode/message';
import { createMemoryNetwork, type MemoryNetwork, memoryIdentity } from '../src/memory';
import { createProposal } from '../src/memory/memory-proposal';
import { freePort } from './support/free-port';

const PACKAGE = 'cc_1.0:abc';

const startService = (port: number, tls?: object): Promise<ChildProcess> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(__dirname, 'steps/service.js'), PACKAGE, `localhost:${port}`], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, ...(tls && { CHAINCODE_TLS: JSON.stringify(tls) }) },
    });
    child.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.includes('ready\n')) resolve(child);
    });
    child.once('exit', (code) => reject(new Error(`the service ended with ${String(code)}`)));
  });

const kill = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });

describe('a chaincode that runs as a service', () => {
  let network: MemoryNetwork;
  let port: number;
  let connector: ChaincodeConnector;
  const services: ChildProcess[] = [];

  const start = async (tls?: object) => {
    const service = await startService(port, tls);
    services.push(service);
    return service;
  };

  const connect = (tls?: { rootCertificate: string; clientKey?: string; clientCertificate?: string }) => {
    connector = new ChaincodeConnector(PACKAGE, {
      address: `localhost:${port}`,
      dialTimeoutMs: 5_000,
      ...(tls && { tls }),
    });
  };

  const invoke = async (...args: string[]): Promise<ChaincodeMessage> => {
    const stream = await connector.stream();
    const { ledger } = network;
    const proposal = createProposal({
      config: ledger.config,
      identity: memoryIdentity('AMSP', 'client'),
      chaincode: 'cc',
      args: args.map((arg) => Buffer.from(arg)),
      transient: new Map(),
      timestamp: Date.now(),
      transactionId: undefined,
    });
    const simulation = ledger.simulate(proposal, 'AMSP');
    const { channel, transactionId } = proposal;
    return stream.execute({
      ...{ channel, transactionId, chaincode: 'cc', simulation, isInit: false },
      input: encodeInput(proposal),
      proposal: proposal.signed.serializeBinary(),
      invoke: () => Promise.reject(new Error('not called')),
    });
  };

  const status = (message: ChaincodeMessage): number => peer.Response.deserializeBinary(message.payload).getStatus();

  beforeEach(async () => {
    network = await createMemoryNetwork({ organisations: ['AMSP'], chaincodes: [] });
    port = await freePort();
  });

  afterEach(async () => {
    connector.close();
    network.close();
    await Promise.all(
      services
        .splice(0)
        .filter((each) => each.exitCode === null && !each.signalCode)
        .map(kill),
    );
  });

  it('is dialled when a transaction needs it, and serves many at a time', async () => {
    await start();
    connect();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => invoke('put', `k${index}`, 'v')));
    expect(answers.map(status)).toEqual(answers.map(() => 200));
  });

  it('cannot be invoked while it is down; the words are those of Fabric', async () => {
    connect();
    await expect(invoke('get', 'k')).rejects.toThrow(
      new RegExp(
        `^could not launch chaincode ${PACKAGE}: connection to ${PACKAGE} failed: error cannot create connection for ${PACKAGE}: ` +
          `error creating grpc connection to localhost:${port}: failed to create new connection: ` +
          `connection error: desc = "transport: error while dialing: dial tcp \\S+:${port}: connect: connection refused"$`,
      ),
    );
  });

  it('fails what it was doing when it is killed, and is reached again when it is back', async () => {
    const service = await start();
    connect();
    await invoke('get', 'k');
    const outcome = invoke('wait', 'k').catch((error: Error) => error.message);
    await kill(service);
    expect(await outcome).toBe('error sending: chaincode stream terminated');
    await expect(invoke('get', 'k')).rejects.toThrow('connection refused');
    await start();
    expect(status(await invoke('get', 'k'))).toBe(200);
  });

  describe('with TLS', () => {
    const authority = createAuthority({ commonName: 'tls-ca' });
    const keys = (commonName: string): KeyPair =>
      authority.issueIdentity({ commonName, profile: 'tls', sans: ['localhost'] });
    const server = keys('chaincode');
    const client = keys('peer');
    const serverTls = {
      key: server.privateKeyPem,
      certificate: server.certificatePem,
      clientCa: authority.certificatePem,
    };

    it('is reached by who has a certificate, and by nobody else', async () => {
      await start(serverTls);
      connect({
        rootCertificate: authority.certificatePem,
        clientKey: client.privateKeyPem,
        clientCertificate: client.certificatePem,
      });
      expect(status(await invoke('get', 'k'))).toBe(200);
      connector.close();
      connect({ rootCertificate: authority.certificatePem });
      await expect(invoke('get', 'k')).rejects.toThrow(/^could not launch chaincode/);
    });

    it('is not talked to where another authority made its certificate', async () => {
      await start(serverTls);
      connect({ rootCertificate: createAuthority({ commonName: 'other' }).certificatePem });
      await expect(invoke('get', 'k')).rejects.toThrow(/^could not launch chaincode .*transport/);
    });
  });
});
