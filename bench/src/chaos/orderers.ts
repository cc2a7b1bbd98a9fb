import { setTimeout as sleep } from 'node:timers/promises';
import { askOrderer } from '@rxledger/network/dist/runtime/nodes/ask-orderers';
import type { OrdererState } from '@rxledger/network/dist/runtime/orderer-state';
import type { Consortium } from '../consortium';

/** Who leads the orderers, and who only follows; members' names. */
export interface Roles {
  readonly leader: string;
  readonly followers: readonly string[];
}

const LOOK_EVERY_MILLISECONDS = 250;

/** Fabric's orderers as their metrics tell of them; the devnet has none. */
export class Orderers {
  private constructor(
    private readonly ports: ReadonlyMap<string, number>,
    private readonly channel: string,
  ) {}

  static async of(consortium: Consortium): Promise<Orderers> {
    const { channel, members, processes } = await consortium.status();
    const present = new Set(processes.map(({ name }) => name));
    const ordering = members.filter(({ name }) => present.has(`orderer.${name}`));
    return new Orderers(new Map(ordering.map(({ name, ports }) => [name, ports.ordererOperations])), channel);
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
        return { leader: memberOf(leader), followers: followers.map(memberOf) };
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
      if (behind.length === 0 || Date.now() > deadline) return behind.map(memberOf);
      await sleep(LOOK_EVERY_MILLISECONDS);
    }
  }

  #states(): Promise<readonly OrdererState[]> {
    return Promise.all([...this.ports].map(([member, port]) => askOrderer(member, port, this.channel)));
  }
}

const memberOf = ({ name }: OrdererState): string => name.slice('orderer.'.length);
