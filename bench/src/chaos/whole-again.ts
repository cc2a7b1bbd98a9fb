import type { Orderers } from './orderers';

/** Milliseconds in which an orderer must have caught up with where the others were, or it counts as hung. */
const FOLLOWS_WITHIN = 15_000;

/** Milliseconds in which the supervisor must have found one that hangs, and it must have caught up: with its tries. */
const HEALS_WITHIN = 120_000;

/**
 * Waits until all orderers follow, so that each fault meets a whole network. One that is started under load can hang; its
 * supervisor finds that, and starts it anew.
 * @returns names of those that hung
 * @throws Error where one does not follow in the end
 */
export async function wholeAgain(orderers: Orderers): Promise<readonly string[]> {
  const hung = await orderers.stuck(FOLLOWS_WITHIN);
  const left = hung.length === 0 ? [] : await orderers.stuck(HEALS_WITHIN);
  if (left.length > 0) throw new Error(`does not follow: ${left.map((member) => `orderer.${member}`).join(', ')}`);
  return hung.map((member) => `orderer.${member}`);
}
