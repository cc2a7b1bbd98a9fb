import type { Nodes } from './nodes';
import type { Orderers } from './orderers';

/** Milliseconds in which an orderer must have caught up with where the others were. */
const FOLLOWS_WITHIN = 15_000;

/**
 * An orderer that was started under load can hang: it answers, and orders nothing any more. Nobody notices until the next one
 * is lost. Here somebody looks, as an operator must, and starts it anew, so that each fault meets a whole network.
 * @returns names of those that hung
 */
export async function restartStuckOrderers(orderers: Orderers, nodes: Nodes): Promise<readonly string[]> {
  const stuck = (await orderers.stuck(FOLLOWS_WITHIN)).map((member) => `orderer.${member}`);
  for (const name of stuck) {
    await nodes.stop(name);
    await nodes.start(name);
  }
  return stuck;
}
