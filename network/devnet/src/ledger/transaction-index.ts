/** Where a transaction stands, and what became of it. */
export interface TransactionPlace {
  readonly block: number;
  readonly index: number;
  /** `peer.TxValidationCode` */
  readonly code: number;
}

/** What is remembered of each transaction of a block. */
export interface IndexedTransaction {
  /** Empty where the envelope had no readable id. */
  readonly transactionId: string;
  /** Client's clock moved as the network's was, milliseconds since the epoch. */
  readonly timestamp: number;
  readonly code: number;
}

/** Finds transactions by id, and the writers of versions by their place. */
export class TransactionIndex {
  private readonly places = new Map<string, TransactionPlace>();
  private readonly blocks: (readonly IndexedTransaction[])[] = [];

  /** The first transaction with an id keeps it: later ones are repeats. */
  add(block: number, transactions: readonly IndexedTransaction[]): void {
    this.blocks[block] = transactions;
    transactions.forEach(({ transactionId, code }, index) => {
      if (transactionId !== '' && !this.places.has(transactionId)) {
        this.places.set(transactionId, { block, index, code });
      }
    });
  }

  /** Forgets the blocks from `height` on. */
  rewind(height: number): void {
    for (const { transactionId } of this.blocks.splice(height).flat()) {
      if ((this.places.get(transactionId)?.block ?? -1) >= height) this.places.delete(transactionId);
    }
  }

  find(transactionId: string): TransactionPlace | undefined {
    return this.places.get(transactionId);
  }

  at(block: number, index: number): IndexedTransaction | undefined {
    return this.blocks[block]?.[index];
  }
}
