import { mkdtempSync, readFileSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as grpc from '@grpc/grpc-js';
import type { Gateway } from '@hyperledger/fabric-gateway';
import type { DevnetConfig } from '../src';
import { type ChaincodeProcess, chaincodeProcess } from './support/chaincode-process';
import { chaincodePackage } from './support/chaincode-package';
import { type DevnetProcess, serveDevnet } from './support/devnet-process';
import { registerAndEnrol } from './support/enrol';
import { approve, commit, install } from './support/lifecycle';
import { dial, gatewayFor, type Member } from './support/member';

jest.setTimeout(240_000);

const config: DevnetConfig = {
  organisations: [
    { name: 'org1', mspId: 'Org1MSP' },
    { name: 'org2', mspId: 'Org2MSP' },
  ],
  channels: [{ name: 'rx' }],
};
const definition = { channel: 'rx', name: 'rx', version: '1.0', sequence: 1 };
const rounds = 4;
const writers = 12;

describe('fabric-devnet serve', () => {
  const data = mkdtempSync(join(tmpdir(), 'devnet-kill-'));
  const processes: ChaincodeProcess[] = [];
  let server: DevnetProcess;
  let user: Member;

  const deploy = async (): Promise<void> => {
    const admins: { client: grpc.Client; gateway: Gateway; mspId: string }[] = [];
    for (const organisation of server.line.organisations) {
      const admin = await registerAndEnrol(organisation, 'orgadmin', 'admin');
      const client = dial(organisation);
      const chaincode = await chaincodeProcess();
      processes.push(chaincode);
      const packageId = await install(
        client,
        admin,
        chaincodePackage(organisation.name, { address: chaincode.address }),
      );
      await chaincode.start(packageId, organisation.mspId);
      const gateway = gatewayFor(client, admin);
      await approve(gateway, organisation.mspId, definition, packageId);
      admins.push({ client, gateway, mspId: organisation.mspId });
    }
    await commit(admins[0]!.gateway, definition, ['Org1MSP', 'Org2MSP']);
    admins.forEach(({ client, gateway }) => {
      gateway.close();
      client.close();
    });
  };

  beforeAll(async () => {
    server = await serveDevnet(config, data);
    await deploy();
    user = await registerAndEnrol(server.line.organisations[0]!, 'user', 'client');
  });

  afterAll(async () => {
    await server.kill('SIGKILL');
    for (const chaincode of processes) await chaincode.stop();
    rmSync(data, { recursive: true });
  });

  const connectAsUser = (): { client: grpc.Client; gateway: Gateway } => {
    const client = dial(server.line.organisations[0]!);
    return { client, gateway: gatewayFor(client, user) };
  };

  test('loses nothing that it acknowledged, however it ends', async () => {
    const acknowledged = new Map<string, string>();
    for (let round = 0; round < rounds; round += 1) {
      const { client, gateway } = connectAsUser();
      const contract = gateway.getNetwork('rx').getContract('rx');
      let isOver = false;
      const write = async (writer: number): Promise<void> => {
        for (let count = 0; !isOver; count += 1) {
          const key = `${round}-${writer}-${count}`;
          try {
            const submitted = await contract.submitAsync('put', { arguments: [key, key] });
            acknowledged.set(key, submitted.getTransactionId());
          } catch {
            return;
          }
        }
      };
      const writing = Array.from({ length: writers }, (_, writer) => write(writer));
      const target = acknowledged.size + 60;
      while (acknowledged.size < target) await new Promise((resolve) => setTimeout(resolve, 5));
      await server.kill('SIGKILL');
      isOver = true;
      await Promise.all(writing);
      gateway.close();
      client.close();
      server = await serveDevnet(config, data);
    }

    const { client, gateway } = connectAsUser();
    const network = gateway.getNetwork('rx');
    const missing: string[] = [];
    for (const [key, transactionId] of acknowledged) {
      await network.getContract('qscc').evaluateTransaction('GetBlockByTxID', 'rx', transactionId);
      const value = await network.getContract('rx').evaluateTransaction('get', key);
      if (Buffer.from(value).toString() !== key) missing.push(key);
    }
    gateway.close();
    client.close();
    expect(acknowledged.size).toBeGreaterThanOrEqual(rounds * 60);
    expect(missing).toEqual([]);
  });

  test('writes a line a transaction, without arguments', async () => {
    const { client, gateway } = connectAsUser();
    const submitted = await gateway
      .getNetwork('rx')
      .getContract('rx')
      .submitAsync('put', { arguments: ['logged', 'a secret argument'] });
    await submitted.getStatus();
    gateway.close();
    client.close();
    const line = server.log.find((each) => each.includes(submitted.getTransactionId()));
    expect(JSON.parse(line ?? '{}')).toMatchObject({
      message: 'transaction',
      function: 'put',
      chaincode: 'rx',
      code: 'VALID',
      endorsers: ['Org1MSP', 'Org2MSP'],
    });
    expect(server.log.join('\n')).not.toContain('a secret argument');
    expect(server.log.join('\n')).toContain('gives no trust between organisations');
  });

  test('lets whoever has the token stop and start an organisation', async () => {
    const { url, tokenFile } = server.line.control;
    const { token } = JSON.parse(readFileSync(tokenFile, 'utf8')) as { token: string };
    const call = async (method: string, path: string, bearer = token) => {
      const response = await fetch(`${url}${path}`, { method, headers: { authorization: `Bearer ${bearer}` } });
      return { code: response.status, body: (await response.json()) as { organisations?: { isUp: boolean }[] } };
    };
    expect((await call('GET', '/status', 'wrong')).code).toBe(401);
    expect((await call('POST', '/organisations/NopeMSP/stop')).code).toBe(404);
    const stopped = await call('POST', '/organisations/Org2MSP/stop');
    expect(stopped.body.organisations?.map(({ isUp }) => isUp)).toEqual([true, false]);
    const started = await call('POST', '/organisations/Org2MSP/start');
    expect(started.body.organisations?.map(({ isUp }) => isUp)).toEqual([true, true]);
  });

  test('ends cleanly on SIGTERM', async () => {
    expect(await server.kill('SIGTERM')).toBe(0);
    expect(existsSync(server.line.control.tokenFile)).toBe(false);
    server = await serveDevnet(config, data);
  });
});
