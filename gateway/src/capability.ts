import type { Caller } from './http/caller';
import type { Ledger } from './ledger/ledger';

/** What every capability's service is made from; adapters are named in `main.ts` alone. */
export interface ServiceContext {
  readonly mspId: string;
  readonly ledger: Ledger;
  /** Members of the consortium by MSP id, read from the ledger and kept for a short time. */
  members(caller: Caller): Promise<readonly { readonly mspId: string; readonly kind: string }[]>;
  /** Milliseconds since the epoch. */
  now(): number;
}
