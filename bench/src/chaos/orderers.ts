import { setTimeout as sleep } from 'node:timers/promises';
import type { Consortium } from '../consortium';

/** Who leads the orderers, and who only follows; members' names. */
export interface Roles {
  readonly leader: string;
  readonly followers: readonly string[];
}

/** What an orderer says of itself. */
interface OrdererState {
  readonly member: string;
  readonly isLeader: boolean;
  /** Number of the last block it has; undefined where it does not answer. */
  readonly block: number | undefined;
}

const LEADS = /^consensus_(?:BFT|etcdraft)_is_leader\{channel="rx"\} 1$/m;
const BLOCK = /^consensus_(?:BFT|etcdraft)_committed_block_number\{channel="rx"\} (\S+)$/m;
const LOOK_EVERY_MILLISECONDS = 250;

/** Fabric's orderers as their metrics tell of them; the devnet has none. */
export class Orderers {
  private constructor(private readonly ports: ReadonlyMap<string, number>) {}

  static async of(consortium: Consortium): Promise<Orderers> {
    const { members, processes } = await consortium.status();
    const present = new Set(processes.map(({ name }) => name));
    const ordering = members.filter(({ name }) => present.has(`orderer.${name}`));
    return new Orderers(new Map(ordering.map(({ name, ports }) => [name, ports.ordererOperations])));
  }

  /**
   * Where two say that they lead, the news has not reached one, and all are asked again.
   * @throws Error where nobody leads for too long
   */
  async roles(withinMilliseconds = 20_000): Promise<Roles> {
    const deadline = Date.now() + withinMilliseconds;
    while (Date.now() < deadline) {
      const states = await this.#states();
      const [leader, ...others] = states.filter(({ isLeader }) => isLeader);
      if (leader !== undefined && others.length === 0) {
        const followers = states.filter((state) => state !== leader && state.block !== undefined);
        return { leader: leader.member, followers: followers.map(({ member }) => member) };
      }
      await sleep(LOOK_EVERY_MILLISECONDS);
    }
    throw new Error('no orderer leads');
  }

  /** Members whose orderers do not come to where the furthest was when they were first asked. */
  async stuck(withinMilliseconds: number): Promise<readonly string[]> {
    const blockOf = ({ block }: OrdererState): number => block ?? -1;
    const target = Math.max(-1, ...(await this.#states()).map(blockOf));
    const deadline = Date.now() + withinMilliseconds;
    for (;;) {
      const behind = (await this.#states()).filter((state) => blockOf(state) < target);
      if (behind.length === 0 || Date.now() > deadline) return behind.map(({ member }) => member);
      await sleep(LOOK_EVERY_MILLISECONDS);
    }
  }

  #states(): Promise<readonly OrdererState[]> {
    return Promise.all([...this.ports].map(([member, port]) => ask(member, port)));
  }
}

async function ask(member: string, port: number): Promise<OrdererState> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { signal: AbortSignal.timeout(5_000) });
    const metrics = await answer.text();
    const block = BLOCK.exec(metrics)?.[1];
    return { member, isLeader: LEADS.test(metrics), block: block === undefined ? undefined : Number(block) };
  } catch {
    return { member, isLeader: false, block: undefined };
  }
}
