import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessState } from '@rxledger/network/dist/supervision/process-spec';
import type { Nodes } from './nodes';
import type { Orderers } from './orderers';

/** Something that is done to a network, and undone. */
export interface Fault {
  /** As the report has it: `kill peer.hospital`. */
  readonly name: string;
  /** Whether it lasts for a while; a kill is over when the process is back. */
  readonly isHeld: boolean;
  /** Does it. Answers how to undo it, which says what was seen. @throws Impossible */
  strike(): Promise<() => Promise<string>>;
}

/** Thrown where this machine does not let a fault be made; the report says so. */
export class Impossible extends Error {
  override name = 'Impossible';
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

/** SIGKILL, as a crash: the supervisor starts the process anew by itself. */
export const kill = (nodes: Nodes, name: string): Fault => ({
  name: `kill ${name}`,
  isHeld: false,
  async strike() {
    const pid = await nodes.pid(name);
    process.kill(pid, 'SIGKILL');
    return async () => `started anew by the supervisor, ready after ${seconds(await nodes.isBack(name, pid))}`;
  },
});

/** Kept down: the supervisor does not start it. */
export const stop = (nodes: Nodes, target: string, why = ''): Fault => ({
  name: `stop ${target}${why && ` (${why})`}`,
  isHeld: true,
  async strike() {
    await nodes.stop(target);
    return async () => {
      await nodes.start(target);
      return 'kept down, then started';
    };
  },
});

/** An orderer is dead for a while, one that leads or one that follows: who that is is found out when it is struck. */
export const loseOrderer = (nodes: Nodes, which: 'leader' | 'follower', orderers: Orderers): Fault => ({
  name: `lose ${which === 'leader' ? 'the leading' : 'a following'} orderer`,
  isHeld: true,
  async strike() {
    const { leader, followers } = await orderers.roles();
    const name = `orderer.${which === 'leader' ? leader : followers[0]!}`;
    await nodes.killForGood(name);
    return async () => {
      await nodes.start(name);
      return `${name} was killed and kept down, then started`;
    };
  },
});

/** SIGSTOP: connections stay open and nobody answers, which is worse than being gone. */
export const pause = (nodes: Nodes, name: string): Fault => ({
  name: `pause ${name}`,
  isHeld: true,
  async strike() {
    await nodes.signal(name, 'SIGSTOP');
    return async () => {
      await nodes.signal(name, 'SIGCONT');
      return 'stood still, then went on';
    };
  },
});

/** Everything of one member stands still at once: to the others it is as if the line were cut. */
export const cutOff = (nodes: Nodes, member: string): Fault => ({
  name: `cut off ${member}`,
  isHeld: true,
  async strike() {
    const own = (await nodes.states()).filter((state) => state.member === member && state.pid !== undefined);
    // Of the devnet, all nodes are one process of no member: there the member's nodes are stopped.
    const isShared = !own.some(({ kind }) => kind === 'node');
    if (isShared) await nodes.stop(member);
    for (const { pid } of own) process.kill(pid!, 'SIGSTOP');
    return async () => {
      for (const { pid } of own) process.kill(pid!, 'SIGCONT');
      if (isShared) await nodes.start(member);
      return `${own.length} processes stood still${isShared ? ' and its nodes were stopped' : ''}, then went on`;
    };
  },
});

/** Milliseconds between two looks at whether a process that cannot write was started anew. */
const LOOK = 50;
/** No process of a network can do anything in a file of that size. */
const NO_ROOM = 4096;

/**
 * The disk is full, for one process and whatever it is started as anew: a limit on the size of files, which no rights are
 * needed for. A write then fails as on a full disk, with another error number.
 */
export const fillDisk = (nodes: Nodes, name: string): Fault => ({
  name: `fill the disk of ${name}`,
  isHeld: true,
  async strike() {
    const limited = new Set<number>();
    let isOver = false;
    const limit = async (): Promise<void> => {
      const pid = (await nodes.state(name))?.pid;
      if (pid === undefined || limited.has(pid)) return;
      nodes.limitFileSize(pid, NO_ROOM);
      limited.add(pid);
    };
    try {
      await limit();
    } catch (error) {
      throw new Impossible(`no limit can be set here: ${(error as Error).message.split('\n')[0]}`);
    }
    const watching = (async () => {
      for (; !isOver; await sleep(LOOK)) await limit().catch(() => undefined);
    })();
    return async () => {
      isOver = true;
      await watching;
      for (const pid of limited) {
        try {
          nodes.limitFileSize(pid, undefined);
        } catch {
          // It has ended; whatever is started anew has no limit.
        }
      }
      await nodes.isBack(name, undefined);
      const ends = limited.size - 1;
      return ends === 0 ? 'ran on, then could write again' : `ended ${ends} times, then could write again`;
    };
  },
});

/** Which processes are killed, and the order. */
const KILLED: readonly ProcessState['kind'][] = ['node', 'chaincode', 'gateway'];

/** Everything that is done to a network of these processes, one after the other. */
export function faultsOf(nodes: Nodes, states: readonly ProcessState[], orderers: Orderers): readonly Fault[] {
  const killed = KILLED.flatMap((kind) => states.filter((state) => state.kind === kind)).map(({ name }) =>
    kill(nodes, name),
  );
  const has = (name: string): boolean => states.some((state) => state.name === name);
  const isDevnet = has('devnet');
  const [peer, orderer] = isDevnet ? ['devnet', undefined] : ['peer.centre', 'orderer.centre'];
  return [
    ...killed,
    pause(nodes, peer!),
    ...(orderer === undefined
      ? []
      : [pause(nodes, orderer), loseOrderer(nodes, 'follower', orderers), loseOrderer(nodes, 'leader', orderers)]),
    pause(nodes, 'chaincode.pharmacy'),
    fillDisk(nodes, isDevnet ? 'devnet' : 'peer.pharmacy'),
    fillDisk(nodes, 'gateway.centre'),
    stop(nodes, isDevnet ? 'third-party' : 'peer.third-party'),
    cutOff(nodes, 'pharmacy'),
  ];
}

/** For the lie: one of the orderers is away meanwhile; of the devnet, the nodes of a member. */
export const oneOrdererLess = (nodes: Nodes, states: readonly ProcessState[]): Fault =>
  stop(nodes, states.some(({ name }) => name === 'devnet') ? 'third-party' : 'orderer.third-party');
