/** A place in the ledger: everything of the block after the transaction, or all of it where none is named. */
export interface Position {
  readonly block: number;
  readonly transactionId?: string;
}

/** Before everything: a read model begins here. */
export const GENESIS = `0-${'0'.repeat(64)}`;

const POSITION = /^(0|[1-9][0-9]{0,15})-([0-9a-f]{64})$/;

/**
 * Reads an event's id, `<block>-<transaction id>`.
 * @throws Error for anything else
 */
export function parsePosition(id: string): Position {
  if (id === GENESIS) return { block: 0 };
  const [, block, transactionId] = POSITION.exec(id) ?? [];
  if (block === undefined || transactionId === undefined) throw new Error('not a position in the ledger');
  return { block: Number(block), transactionId };
}
