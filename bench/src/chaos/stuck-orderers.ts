import type { Nodes } from './nodes';
import type { Orderers } from './orderers';

/** Milliseconds in which an orderer must have caught up with where the others were. */
const FOLLOWS_WITHIN = 15_000;

/** An orderer that hangs again as often as this is beyond help. */
const TRIES = 4;

/**
 * An orderer that is started under load can hang: it answers, and orders nothing any more (a decision that meets a
 * synchronisation inside SmartBFT). Nobody notices until the next one is lost. Here somebody looks, as an operator must, and
 * starts it anew, so that each fault meets a whole network.
 * @returns names of those that hung, once for each time
 * @throws Error where one does not follow in the end
 */
export async function restartStuckOrderers(orderers: Orderers, nodes: Nodes): Promise<readonly string[]> {
  const hung: string[] = [];
  for (let tries = 0; ; tries += 1) {
    const stuck = (await orderers.stuck(FOLLOWS_WITHIN)).map((member) => `orderer.${member}`);
    if (stuck.length === 0) return hung;
    if (tries === TRIES) throw new Error(`does not follow: ${stuck.join(', ')}`);
    hung.push(...stuck);
    for (const name of stuck) {
      await nodes.stop(name);
      await nodes.start(name);
    }
  }
}
