import { setTimeout as sleep } from 'node:timers/promises';
import type { TestNetwork } from '@rxledger/gateway/dist/demo/test-network';
import { Caller } from './caller';
import type { Journal } from './journal';
import { Stages, type Cast, type Item } from './stages';

/** How much is done, and by how many at a time. */
export interface LoadLimits {
  /** Prescriptions issued at most. */
  readonly prescriptions: number;
  /** Commands under way at each stage. */
  readonly workers: number;
}

/** The load: every organisation works off what the one before has left, so that one that stands still stops only who needs it. */
export interface Crews {
  /** Who is at work. */
  readonly organisations: readonly string[];
  /** Nobody issues any more; resolves when everything issued is through, or given up by then (`performance.now()`). */
  finish(deadline: number): Promise<void>;
  close(): void;
}

/** Prescriptions that wait between two stages: enough to work on while an organisation stands still, and no more. */
const BACKLOG = 80;
const IDLE_MILLISECONDS = 25;

export async function startCrews(network: TestNetwork, journal: Journal, limits: LoadLimits): Promise<Crews> {
  let giveUpAt = Number.POSITIVE_INFINITY;
  const cast = await castOf(network, journal, () => giveUpAt);
  const stages = new Stages(cast, journal);
  let isIssuing = true;
  let issues = 0;
  let underWay = 0;
  const issued: Item[] = [];
  const approved: Item[] = [];
  const dispensed: Item[] = [];
  const invoiced: Item[] = [];

  const issue = async (): Promise<void> => {
    const item = await stages.issue();
    if (item) issued.push(item);
  };
  /** Takes from one queue and leaves in the next, where there is one and it has room. */
  const between =
    (from: Item[], stage: (item: Item) => Promise<boolean>, to?: Item[]) => (): (() => Promise<void>) | undefined => {
      const item = to === undefined || to.length < BACKLOG ? from.shift() : undefined;
      return (
        item &&
        (async () => {
          if (await stage(item)) to?.push(item);
        })
      );
    };
  const jobs: readonly (() => (() => Promise<void>) | undefined)[] = [
    () => {
      if (!isIssuing || issues >= limits.prescriptions || issued.length >= BACKLOG) return undefined;
      issues += 1;
      return issue;
    },
    between(issued, (item) => stages.review(item), approved),
    between(approved, (item) => stages.handOut(item), dispensed),
    between(dispensed, (item) => stages.invoice(item), invoiced),
    between(invoiced, (item) => stages.adjudicate(item)),
  ];
  const isOver = (): boolean =>
    performance.now() >= giveUpAt ||
    (!isIssuing && underWay === 0 && [issued, approved, dispensed, invoiced].every((queue) => queue.length === 0));
  const work = async (next: (typeof jobs)[number]): Promise<void> => {
    while (!isOver()) {
      const job = next();
      if (job === undefined) {
        await sleep(IDLE_MILLISECONDS);
        continue;
      }
      underWay += 1;
      await job();
      underWay -= 1;
    }
  };
  const crews = jobs.flatMap((next) => Array.from({ length: limits.workers }, () => work(next)));
  return {
    organisations: network.members.map(({ name }) => name),
    async finish(deadline) {
      giveUpAt = deadline;
      isIssuing = false;
      await Promise.all(crews);
    },
    close() {
      for (const one of Object.values(cast)) (one as Caller).close();
    },
  };
}

async function castOf(network: TestNetwork, journal: Journal, deadline: () => number): Promise<Cast> {
  const caller = async (name: string, person: string): Promise<Caller> => {
    const { gateway, mspId } = network.members.find((member) => member.name === name)!;
    return new Caller(name, gateway, await network.token(mspId, person), journal, deadline);
  };
  return {
    physician: await caller('hospital', 'physician-1'),
    reviewer: await caller('centre', 'reviewer-1'),
    dispenser: await caller('pharmacy', 'dispenser-1'),
    rival: await caller('pharmacy', 'dispenser-2'),
    payer: await caller('third-party', 'payer-1'),
  };
}
