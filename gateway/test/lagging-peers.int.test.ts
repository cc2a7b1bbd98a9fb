import type { PrescriptionView } from '@rxledger/chaincode/api';
import { createApp } from '../src/app';
import type { App } from '../src/http/route';
import { FabricGatewayLedger } from '../src/ledger/fabric-gateway/adapter';
import { FabricNetworkLedger } from '../src/ledger/fabric-network/adapter';
import { amoxicillin } from './amoxicillin';
import { foundedLedgers, type FoundedLedgers } from './founded-ledgers';
import { startLiveNetwork, type LiveNetwork } from './live-network';
import { APPROVAL } from './stage';
import { FakeLedger } from './fake-ledger';
import { openAuthenticator, PATIENT, testContext } from './test-app';

jest.setTimeout(600_000);

/** Milliseconds by which each organisation's peer comes later to a block than the hospital's. */
const LAGS = { CentreMSP: 120, PharmacyMSP: 240, ThirdPartyMSP: 360 } as const;

describe.each([
  ['fabric-gateway', FabricGatewayLedger],
  ['fabric-network', FabricNetworkLedger],
] as const)('people of organisations whose peers lag behind each other, through %s', (_name, adapter) => {
  let network: LiveNetwork;
  let ledgers: FoundedLedgers;
  const apps = new Map<string, App>();

  beforeAll(async () => {
    network = await startLiveNetwork();
    ledgers = await foundedLedgers(network, adapter);
    for (const { mspId } of network.devnet.organisations) {
      const context = testContext(new FakeLedger(), { mspId, ledger: ledgers.of(mspId) });
      const app = await createApp({ context, authenticator: openAuthenticator(mspId), limits: PATIENT });
      await app.ready();
      apps.set(mspId, app);
    }
    for (const [mspId, ms] of Object.entries(LAGS)) network.devnet.faults.lag(mspId, { ms });
  });
  afterAll(async () => {
    for (const app of apps.values()) await app.close();
    await (ledgers as FoundedLedgers | undefined)?.close();
    await (network as LiveNetwork | undefined)?.close();
  });

  const post = async (mspId: string, token: string, path: string, body?: object) => {
    const answer = await apps.get(mspId)!.inject({
      method: 'POST',
      url: `/v1${path}`,
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { payload: body }),
    });
    return {
      status: answer.statusCode,
      body: answer.json<PrescriptionView & { redemptionCode: string; code: string }>(),
    };
  };
  const physician = (path: string, body?: object) => post('HospitalMSP', 'physician-1.physician', path, body);
  const reviewer = (path: string, body?: object) => post('CentreMSP', 'reviewer-1.reviewer', path, body);
  const dispenser = (path: string, body?: object) => post('PharmacyMSP', 'dispenser-1.dispenser', path, body);
  const payer = (path: string, body?: object) => post('ThirdPartyMSP', 'payer-1.payer', path, body);

  it('take the next step at once, and meet what the one before has done', async () => {
    const patient = 'HospitalMSP:patient-1';
    const validUntil = Date.now() + 20 * 86_400_000;
    const issued = await physician('/prescriptions', { body: amoxicillin({ patient }), validUntil });
    expect(issued.status).toBe(201);
    const { id, redemptionCode: code } = issued.body;
    const path = `/prescriptions/${id}`;
    const invoice = { amount: 990, currency: 'EUR', reference: 'I-1' };
    const steps = [
      ...APPROVAL.map((step) => [reviewer, `${path}/review/${step}`, undefined, 200] as const),
      [dispenser, `${path}/lookup`, { code }, 200],
      [dispenser, `${path}/redeem`, { code }, 200],
      [dispenser, `${path}/dispense`, { lines: [{ line: 1, quantity: 21, batch: 'B-1' }] }, 200],
      [dispenser, `${path}/payment/invoice`, { invoice }, 201],
      [payer, `${path}/payment/adjudicate`, { isAccepted: true }, 200],
      [payer, `${path}/payment/pay`, undefined, 200],
    ] as const;
    for (const [who, at, body, status] of steps) {
      const answer = await who(at, body);
      expect([at, answer.status, answer.body.code]).toEqual([at, status, undefined]);
    }
  });

  it('are still told what there is not', async () => {
    const id = '0'.repeat(26);
    const answer = await dispenser(`/prescriptions/${id}/dispense`, {
      lines: [{ line: 1, quantity: 1, batch: 'B-1' }],
    });
    expect([answer.status, answer.body.code]).toEqual([404, 'RX_NOT_FOUND']);
  });
});
