import type { ErasureScope } from '@rxledger/chaincode/api';

/** Something that the ledger asks of every gateway: keys for an emergency, its part in an erasure. */
export type Duty = { readonly id: number; readonly case: string } & (
  { readonly kind: 'emergency' } | { readonly kind: 'erasure'; readonly scope: ErasureScope }
);

/** What is still to be done; kept with the read model, so that a gateway that was stopped goes on where it was. */
export interface DutyBook {
  /** Oldest first. */
  open(): Promise<readonly Duty[]>;
  done(id: number): Promise<void>;
  /** Called whenever there is something new. */
  onNew(listener: () => void): void;
}
