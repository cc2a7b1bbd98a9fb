import type { LedgerEvent } from '@rxledger/chaincode/api';

type Listener = (event: LedgerEvent) => void;

/** Where to hear of every event, in the ledger's order. */
export interface News {
  /** The listener must not throw, and is told for as long as the gateway runs. */
  subscribe(listener: Listener): void;
}

/** Passes on what the ledger tells, before the read model takes it in: who remembers something forgets it by this. */
export class LedgerNews implements News {
  readonly #listeners: Listener[] = [];

  subscribe(listener: Listener): void {
    this.#listeners.push(listener);
  }

  tell(event: LedgerEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
