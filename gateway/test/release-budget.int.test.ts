import type { BudgetView } from '@rxledger/chaincode/api';
import { Problem } from '../src/http/problem';
import { foundedLedgers, type FoundedLedgers } from './founded-ledgers';
import { startLiveNetwork, type LiveNetwork } from './live-network';

jest.setTimeout(240_000);

const HOSPITAL = 'HospitalMSP';
const DIGEST = 'a'.repeat(64);
const ASKING = 20;
const CAP = { microEpsilon: '1000000', picoDelta: '0' };

describe('a budget for ten releases, on a network', () => {
  let network: LiveNetwork;
  let ledgers: FoundedLedgers;

  beforeAll(async () => {
    network = await startLiveNetwork();
    ledgers = await foundedLedgers(network);
  });
  afterAll(async () => {
    await (ledgers as FoundedLedgers | undefined)?.close();
    await (network as LiveNetwork | undefined)?.close();
  });

  it(`covers ten of ${ASKING} who ask at once, and tells all others that it is spent`, async () => {
    const ledger = ledgers.of(HOSPITAL);
    const steward = network.caller(HOSPITAL, 'steward-1');
    const endorsers = [HOSPITAL, 'CentreMSP'];
    const submit = (transaction: string, command: object & { commandId: string }) =>
      ledger.submit(steward, { contract: 'release', transaction, command, endorsers });
    const accounts = [{ guarantee: 'add-remove', composition: 'basic', cap: CAP }];
    const dataset = { id: 'crowded', title: 'A', unit: 'patient', scheme: DIGEST, accounts };
    await submit('RegisterDataset', { commandId: 'register-crowded', ...dataset });

    const reserve = async (number: number): Promise<string> => {
      const id = String(number).padStart(26, '0');
      const cost = { microEpsilon: '100000', picoDelta: '0' };
      const asked = { id, dataset: 'crowded', mode: 'histogram', cost, scheme: DIGEST, request: DIGEST };
      for (;;) {
        try {
          await submit('Reserve', { commandId: `reserve-${id}`, ...asked });
          return 'charged';
        } catch (error) {
          // The code says that a repeat may help.
          if (!(error instanceof Problem) || error.code !== 'LEDGER_CONFLICT') return (error as Problem).code;
        }
      }
    };
    const outcomes = await Promise.all(Array.from({ length: ASKING }, (_, number) => reserve(number)));
    expect(outcomes.filter((outcome) => outcome === 'charged')).toHaveLength(10);
    expect(outcomes.filter((outcome) => outcome === 'RELEASE_BUDGET')).toHaveLength(ASKING - 10);
    const { accounts: kept } = await ledger.evaluate<BudgetView>(steward, {
      contract: 'release',
      transaction: 'Dataset',
      query: { id: 'crowded' },
    });
    expect(kept[0]!.spent).toEqual(CAP);
  });
});
