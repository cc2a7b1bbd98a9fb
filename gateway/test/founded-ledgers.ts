import { FabricGatewayLedger } from '../src/ledger/fabric-gateway/adapter';
import type { Ledger } from '../src/ledger/ledger';
import type { LedgerSettings } from '../src/ledger/settings';
import { FOUNDERS } from './founders';
import type { LedgerNetwork } from './live-network';

/** An adapter of the Ledger port. */
export type Adapter = new (settings: LedgerSettings) => Ledger;

/** Every organisation's gateway's way to the ledger. */
export interface FoundedLedgers {
  of(mspId: string): Ledger;
  close(): Promise<void>;
}

/** Founds a network's consortium, registers everybody, and leaves the ledgers open through which it was done. */
export async function foundedLedgers(
  network: LedgerNetwork,
  adapter: Adapter = FabricGatewayLedger,
): Promise<FoundedLedgers> {
  const ledgers = new Map(FOUNDERS.map(({ mspId }) => [mspId, new adapter(network.settings(mspId))]));
  const of = (mspId: string): Ledger => ledgers.get(mspId)!;
  await network.found(of);
  return {
    of,
    async close() {
      for (const ledger of ledgers.values()) await ledger.close();
    },
  };
}
