import type { Ledger, LedgerEventRecord } from '../src/ledger/ledger';
import { foundedLedgers, type Adapter, type FoundedLedgers } from './founded-ledgers';
import type { LedgerNetwork } from './live-network';

/** What every adapter of the Ledger port does, on any network with this repository's contracts. */
export function behavesAsLedger(adapter: Adapter, start: () => Promise<LedgerNetwork>): void {
  describe(adapter.name, () => {
    let network: LedgerNetwork;
    let ledgers: FoundedLedgers;
    const ledgerOf = (mspId: string): Ledger => ledgers.of(mspId);

    beforeAll(async () => {
      network = await start();
      ledgers = await foundedLedgers(network, adapter);
    });
    afterAll(async () => {
      await (ledgers as FoundedLedgers | undefined)?.close();
      await (network as LedgerNetwork | undefined)?.close();
    });

    const registrar = () => network.caller('HospitalMSP', 'registrar-1');
    let count = 0;
    const suspend = (actor: string, commandId = `command-${(count += 1)}-of-suite`, transaction = 'Suspend') =>
      ledgerOf('HospitalMSP').submit<{ id: string; status: string; version: number }>(registrar(), {
        contract: 'misbc',
        transaction,
        command: { commandId, actor } as never,
        endorsers: ['HospitalMSP', 'CentreMSP'],
      });
    /** Peers meet one that comes back by and by; until then a caller is told to come again. */
    const untilReached = async (): Promise<void> => {
      const deadline = Date.now() + 120_000;
      for (;;) {
        try {
          await suspend(PATIENT);
          break;
        } catch (error) {
          if ((error as { code?: string }).code !== 'LEDGER_UNAVAILABLE' || Date.now() > deadline) throw error;
          await new Promise((resolve) => {
            setTimeout(resolve, 500);
          });
        }
      }
      await suspend(PATIENT, undefined, 'Reinstate');
    };
    const lookup = (mspId: string, actor: string) =>
      ledgerOf(mspId).evaluate<{ id: string; status: string; version: number }>(network.caller(mspId, 'registrar-1'), {
        contract: 'misbc',
        transaction: 'Lookup',
        query: { actor },
      });
    const PATIENT = 'HospitalMSP:patient-1';

    it('is there', async () => {
      await expect(ledgerOf('HospitalMSP').ping()).resolves.toBeUndefined();
    });

    it('submits as the caller and says which block holds it and who endorsed', async () => {
      const { view, receipt } = await suspend(PATIENT);
      expect(view).toMatchObject({ id: PATIENT, status: 'suspended' });
      expect(receipt).toEqual({
        transactionId: expect.stringMatching(/^[0-9a-f]{64}$/),
        block: expect.any(Number),
        endorsers: ['HospitalMSP', 'CentreMSP'],
      });
      const record = await ledgerOf('HospitalMSP').transaction(registrar(), receipt.transactionId);
      expect(record).toEqual({
        transactionId: receipt.transactionId,
        block: receipt.block,
        validationCode: 0,
        signer: 'HospitalMSP:registrar-1',
        endorsers: ['CentreMSP', 'HospitalMSP'],
      });
      await suspend(PATIENT, undefined, 'Reinstate');
    });

    it('evaluates at the peer of one organisation', async () => {
      await expect(lookup('CentreMSP', PATIENT)).resolves.toMatchObject({ id: PATIENT, status: 'active' });
    });

    it('passes a refusal of the contract on with its code', async () => {
      await expect(suspend('HospitalMSP:nobody-1')).rejects.toMatchObject({ code: 'REGISTRY_ACTOR_NOT_FOUND' });
      await expect(lookup('HospitalMSP', 'HospitalMSP:nobody-1')).rejects.toMatchObject({
        code: 'REGISTRY_ACTOR_NOT_FOUND',
      });
    });

    it('answers a repeated command as the first time', async () => {
      const first = await suspend(PATIENT, 'the-same-command');
      const second = await suspend(PATIENT, 'the-same-command');
      expect(second.view).toEqual(first.view);
      await suspend(PATIENT, undefined, 'Reinstate');
    });

    it('retries conflicts with new endorsements until each command has its outcome', async () => {
      const before = (await lookup('HospitalMSP', PATIENT)).version;
      const results = await Promise.allSettled([1, 2, 3, 4].map(() => suspend(PATIENT)));
      const done = results.filter(({ status }) => status === 'fulfilled');
      const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code as string] : []));
      expect(done).toHaveLength(1);
      expect(refused).toEqual(['REGISTRY_STATUS', 'REGISTRY_STATUS', 'REGISTRY_STATUS']);
      expect((await lookup('HospitalMSP', PATIENT)).version).toBe(before + 1);
      await suspend(PATIENT, undefined, 'Reinstate');
    });

    it('says that an organisation that must endorse cannot be reached', async () => {
      await network.stopOrganisation('CentreMSP');
      try {
        await expect(suspend(PATIENT)).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
        await expect(lookup('HospitalMSP', PATIENT)).resolves.toMatchObject({ status: 'active' });
      } finally {
        await network.startOrganisation('CentreMSP');
        await untilReached();
      }
    });

    it('says that a caller’s certificate is not accepted', async () => {
      const settings = network.settings('HospitalMSP');
      const foreign = { ...network.identity('PharmacyMSP', 'registrar-1'), mspId: 'HospitalMSP' };
      const ledger = new adapter({
        ...settings,
        signers: { of: (id) => (id === 'gateway' ? network.identity('HospitalMSP', 'gateway') : foreign) },
      });
      const query = { contract: 'misbc', transaction: 'Members', query: {} } as const;
      await expect(ledger.evaluate(registrar(), query)).rejects.toMatchObject({ code: 'ACCESS_REVOKED' });
      await ledger.close();
    });

    it('gives events once each, from any position on, and ends with its signal', async () => {
      const all = await collect(ledgerOf('HospitalMSP'), `0-${'0'.repeat(64)}`, 5);
      expect(new Set(all.map(({ id }) => id)).size).toBe(5);
      expect(all[0]?.event).toMatchObject({ contract: 'misbc', transaction: 'Found' });
      const rest = await collect(ledgerOf('CentreMSP'), all[1]!.id, 3);
      expect(rest).toEqual(all.slice(2));
    });

    it('gives only what comes after, where no position is given', async () => {
      const stop = new AbortController();
      const events = ledgerOf('HospitalMSP').events(undefined, stop.signal)[Symbol.asyncIterator]();
      const next = events.next();
      // The stream is open once the peer has said where "now" is; submitting takes longer than that.
      await new Promise((resolve) => {
        setTimeout(resolve, 500);
      });
      const { receipt } = await suspend(PATIENT);
      const { value } = (await next) as { value: LedgerEventRecord };
      expect(value).toMatchObject({ transactionId: receipt.transactionId, event: { transaction: 'Suspend' } });
      const end = events.next();
      stop.abort();
      await expect(end).resolves.toMatchObject({ done: true });
      await suspend(PATIENT, undefined, 'Reinstate');
    });
  });
}

async function collect(ledger: Ledger, after: string, count: number): Promise<LedgerEventRecord[]> {
  const stop = new AbortController();
  const records: LedgerEventRecord[] = [];
  for await (const record of ledger.events(after, stop.signal)) {
    records.push(record);
    if (records.length === count) break;
  }
  stop.abort();
  return records;
}
