import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { BudgetView, ReleaseView } from '@rxledger/chaincode/api';
import type { GatewayConfig } from '../src/config';
import { foundedLedgers, type FoundedLedgers } from './founded-ledgers';
import { ended, prepareGateways, spawnGateway, type LiveGateways } from './live-gateway';
import { startLiveNetwork, type LiveNetwork } from './live-network';
import { askBody, datasetBody, writeRows } from './release-data';

jest.setTimeout(240_000);

const HOSPITAL = 'HospitalMSP';
const CENTRE = 'CentreMSP';
/** Milliseconds after the order to publish at which the gateway is killed: while it counts, draws, publishes or has done so. */
const KILLED_AFTER = [0, 200, 400];

describe('a gateway that is killed while it makes releases', () => {
  let network: LiveNetwork;
  let gateways: LiveGateways;
  let config: GatewayConfig;
  let token: string;
  let hospital: ChildProcess;
  let ledgers: FoundedLedgers;

  beforeAll(async () => {
    network = await startLiveNetwork();
    ledgers = await foundedLedgers(network);
    gateways = await prepareGateways(network);
    const sources = join(gateways.folder, 'sources');
    writeRows(sources, 'ages.csv', 2000, 500);
    config = await gateways.configure(HOSPITAL, ['gateway', 'registrar-1', 'steward-1'], { releases: { sources } });
    token = await gateways.token(HOSPITAL, 'steward-1');
    await start();
  });
  afterAll(async () => {
    (hospital as ChildProcess | undefined)?.kill();
    if (hospital !== undefined) await ended(hospital);
    await (gateways as LiveGateways | undefined)?.close();
    await (ledgers as FoundedLedgers | undefined)?.close();
    await (network as LiveNetwork | undefined)?.close();
  });

  const start = async (): Promise<void> => {
    hospital = await spawnGateway(config, join(gateways.folder, 'hospital.json'));
  };

  async function call<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await fetch(`http://127.0.0.1:${config.http.port}/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  async function approved(dataset: string): Promise<string> {
    await call('POST', '/datasets', datasetBody(dataset));
    const { id } = await call<ReleaseView>('POST', '/releases', askBody(dataset));
    await ledgers.of(CENTRE).submit(network.caller(CENTRE, 'steward-1'), {
      contract: 'release',
      transaction: 'Approve',
      command: { commandId: `approve-${dataset}`, id } as { commandId: string },
      endorsers: [HOSPITAL, CENTRE],
    });
    return id;
  }

  async function outcome(id: string): Promise<string> {
    for (;;) {
      const { phase, code } = await call<{ phase: string; code?: string }>('GET', `/releases/${id}/publication`);
      if (phase === 'published') return phase;
      if (phase === 'failed') return String(code);
      await delay(50);
    }
  }

  it.each(KILLED_AFTER)(
    'after %s ms: serves what was drawn, or says that it is lost, and has charged it once',
    async (after) => {
      const dataset = `restart-${after}`;
      const id = await approved(dataset);
      await call('POST', `/releases/${id}/publication`, {});
      await delay(after);
      hospital.kill('SIGKILL');
      await ended(hospital);
      await start();
      const came = await outcome(id);
      const { status } = await call<ReleaseView>('GET', `/releases/${id}`);
      expect([
        ['published', 'PUBLISHED'],
        ['RELEASE_ARTEFACT_LOST', 'APPROVED'],
      ]).toContainEqual([came, status]);
      const { accounts } = await call<BudgetView>('GET', `/datasets/${dataset}`);
      expect(accounts[0]!.spent.microEpsilon).toBe('1000000');
    },
  );
});
