import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPrivateKey, sign } from 'node:crypto';
import { connect, hash, type Contract } from '@hyperledger/fabric-gateway';
import { toLowS } from '../src/wire/signature';
import { chaincodeProcess } from '../test/support/chaincode-process';
import { chaincodePackage } from '../test/support/chaincode-package';
import { serveDevnet } from '../test/support/devnet-process';
import { registerAndEnrol } from '../test/support/enrol';
import { approve, commit, install } from '../test/support/lifecycle';
import { dial, gatewayFor } from '../test/support/member';

// One network of two organisations in a process of its own, each with its own chaincode process; one client process (this one).
// Prints one line of JSON: `node bench/run.js bench/throughput.ts`.

const definition = { channel: 'rx', name: 'rx', version: '1.0', sequence: 1 };
const organisations = [
  { name: 'org1', mspId: 'Org1MSP' },
  { name: 'org2', mspId: 'Org2MSP' },
];

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

const timed = async (count: number, work: (index: number) => Promise<unknown>): Promise<number> => {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const start = performance.now();
    await work(index);
    times.push(performance.now() - start);
  }
  return median(times);
};

const perSecond = async (
  inFlight: number,
  count: number,
  work: (index: number) => Promise<unknown>,
): Promise<number> => {
  let next = 0;
  const start = performance.now();
  const worker = async (): Promise<void> => {
    while (next < count) await work((next += 1));
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return (count / (performance.now() - start)) * 1000;
};

/** CPU time of processes so far, in milliseconds; 0 where the system does not tell. */
const cpuOf = (pids: readonly number[]): number => {
  try {
    const ticks = pids.flatMap((pid) =>
      readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ').slice(11, 13),
    );
    return ticks.reduce((sum, each) => sum + Number(each) * 10, 0);
  } catch {
    return 0;
  }
};

/** Who takes part: process ids by name. */
type Parties = Readonly<Record<string, readonly number[]>>;

/** Milliseconds of CPU that one piece of work costs each party: on a busy machine the one number that keeps still. */
const costOf = async (parties: Parties, count: number, work: () => Promise<unknown>) => {
  const names = Object.keys(parties);
  const before = names.map((name) => cpuOf(parties[name]!));
  await work();
  return Object.fromEntries(names.map((name, index) => [name, (cpuOf(parties[name]!) - before[index]!) / count]));
};

const measure = async (contract: Contract, parties: Parties) => {
  const submit = (index: number) => contract.submitTransaction('put', `key${index}`, 'value');
  const evaluate = () => contract.evaluateTransaction('get', 'key1');
  await perSecond(16, 200, submit);
  const submitMs = await timed(300, submit);
  const evaluateMs = await timed(300, evaluate);
  let submitsPerSecond = 0;
  const submitCpuMs = await costOf(parties, 2000, async () => {
    submitsPerSecond = await perSecond(64, 2000, submit);
  });
  let evaluatesPerSecond = 0;
  const evaluateCpuMs = await costOf(parties, 2000, async () => {
    evaluatesPerSecond = await perSecond(64, 2000, evaluate);
  });
  return { submitMs, evaluateMs, submitsPerSecond, evaluatesPerSecond, submitCpuMs, evaluateCpuMs };
};

const main = async (): Promise<void> => {
  const data = mkdtempSync(join(tmpdir(), 'devnet-bench-'));
  const server = await serveDevnet({ organisations, channels: [{ name: 'rx' }] }, data);
  const processes = [];
  const gateways = [];
  for (const organisation of server.line.organisations) {
    const admin = await registerAndEnrol(organisation, 'orgadmin', 'admin');
    const client = dial(organisation);
    const chaincode = await chaincodeProcess();
    const packageId = await install(client, admin, chaincodePackage(organisation.name, { address: chaincode.address }));
    await chaincode.start(packageId, organisation.mspId);
    processes.push(chaincode);
    const gateway = gatewayFor(client, admin);
    await approve(gateway, organisation.mspId, definition, packageId);
    gateways.push({ gateway, client });
  }
  await commit(gateways[0]!.gateway, definition, ['Org1MSP', 'Org2MSP']);
  const user = await registerAndEnrol(server.line.organisations[0]!, 'user', 'client');
  const key = createPrivateKey(user.privateKeyPem);
  const own = connect({
    client: gateways[0]!.client,
    identity: user.identity,
    signer: async (message) => toLowS(sign('sha256', message, key), 'prime256v1'),
    hash: hash.none,
  });
  const result = await measure(own.getNetwork('rx').getContract('rx'), {
    network: [server.pid],
    chaincodes: processes.map((chaincode) => chaincode.pid()),
    client: [process.pid],
  });
  process.stdout.write(`${JSON.stringify(result)}\n`);
  own.close();
  for (const { gateway, client } of gateways) {
    gateway.close();
    client.close();
  }
  for (const chaincode of processes) await chaincode.stop();
  await server.kill('SIGTERM');
  rmSync(data, { recursive: true });
};

void main();
