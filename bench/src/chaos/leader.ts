import { setTimeout as sleep } from 'node:timers/promises';
import type { Consortium } from '../consortium';

/** Who leads the orderers, and who only follows; members' names. */
export interface Roles {
  readonly leader: string;
  readonly followers: readonly string[];
}

const LEADS = /^consensus_(?:BFT|etcdraft)_is_leader\{channel="rx"\} 1$/m;
const WITHIN_MILLISECONDS = 20_000;

/**
 * Asks the metrics of every orderer that runs; where two say that they lead, the news has not reached one, and it is asked again.
 * @throws Error where nobody leads for too long
 */
export async function rolesOf(consortium: Consortium): Promise<Roles> {
  const { members, processes } = await consortium.status();
  const running = new Set(processes.filter(({ phase }) => phase === 'ready').map(({ name }) => name));
  const orderers = members.filter(({ name }) => running.has(`orderer.${name}`));
  const deadline = Date.now() + WITHIN_MILLISECONDS;
  while (Date.now() < deadline) {
    const leads = await Promise.all(orderers.map(({ ports }) => isLeader(ports.ordererOperations)));
    const leaders = orderers.filter((_, index) => leads[index]);
    if (leaders.length === 1) {
      const [leader] = leaders;
      return {
        leader: leader!.name,
        followers: orderers.filter((one) => one !== leader).map(({ name }) => name),
      };
    }
    await sleep(250);
  }
  throw new Error('no orderer leads');
}

async function isLeader(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { signal: AbortSignal.timeout(5_000) });
  return LEADS.test(await answer.text());
}
