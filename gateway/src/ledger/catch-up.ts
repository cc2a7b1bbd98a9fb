import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds a peer has to tell its height; one that does not is left out. */
const ANSWER = 1000;
/** Milliseconds between two looks at a peer that is behind. */
const AGAIN = 25;
/** Milliseconds a peer has to catch up. */
const PATIENCE = 5000;

/** Who keeps the ledger, and how far each has come with it. */
export interface Heights {
  /** MSP ids of all members with a peer. */
  readonly members: readonly string[];
  /** Number of blocks that a member's peer has. */
  of(mspId: string): Promise<number>;
}

/**
 * Peers commit the same block at different moments. Waits until the peers of `asked` have come to where any member's peer
 * is now.
 */
export async function catchUp(heights: Heights, asked: readonly string[], patience = PATIENCE): Promise<void> {
  const known = new Map(
    await Promise.all(heights.members.map(async (mspId) => [mspId, await heightOr0(heights, mspId)] as const)),
  );
  const newest = Math.max(...known.values());
  const isBehind = (mspId: string): boolean => (known.get(mspId) ?? newest) < newest;
  const end = Date.now() + patience;
  let late = [...new Set(asked)].filter(isBehind);
  while (late.length > 0 && Date.now() < end) {
    await sleep(AGAIN);
    for (const mspId of late) known.set(mspId, await heightOr0(heights, mspId));
    late = late.filter(isBehind);
  }
}

async function heightOr0(heights: Heights, mspId: string): Promise<number> {
  const silence = sleep(ANSWER, 0, { ref: false });
  return Promise.race([heights.of(mspId).catch(() => 0), silence]);
}
