import { setTimeout as sleep } from 'node:timers/promises';
import { longestGap } from './chaos/journal';
import { heightOf } from './chaos/ledgers';
import { Nodes } from './chaos/nodes';
import { Orderers } from './chaos/orderers';
import { watchCommits, type CommitWatch } from './chaos/watch-commits';
import { wholeAgain } from './chaos/whole-again';
import { sdkWithFastSigner } from './bare-sdk';
import { throughSdk } from './competitors';
import type { Consortium } from './consortium';
import { figure, type Figure } from './report';

const IN_FLIGHT = 64;
const UNDISTURBED_MILLISECONDS = 10_000;
const DEAD_MILLISECONDS = 8_000;
const WARM_MILLISECONDS = 3_000;

/** What a dead orderer costs, with 64 submits in flight all the time: the longest time without a commit, worst of the rounds. */
export async function benchOrdering(
  consortium: Consortium,
  report: (figure: Figure) => void,
  rounds: number,
): Promise<void> {
  const nodes = new Nodes(consortium);
  const orderers = await Orderers.of(consortium);
  await wholeAgain(orderers);
  const commits = watchCommits(consortium, (await heightOf(consortium, consortium.members[0]!)) ?? 0);
  const load = startLoad(consortium);
  const say = (metric: string, value: number, unit: string, atMost?: number): void =>
    report(figure({ bench: 'ordering', metric, value, unit, ...(atMost === undefined ? {} : { goal: { atMost } }) }));
  try {
    await sleep(WARM_MILLISECONDS);
    const before = await orderers.roles();
    const undisturbed = await gapWhile(commits, () => sleep(UNDISTURBED_MILLISECONDS));
    const after = await orderers.roles();
    say('undisturbed, longest time without a commit', undisturbed / 1000, 's');
    say('undisturbed, changes of leader', before.leader === after.leader ? 0 : 1, '', 0);
    for (const which of ['follower', 'leader'] as const) {
      const gaps: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        gaps.push(await lose(which, orderers, nodes, commits, load));
      }
      say(`dead ${which}, longest time without a commit`, Math.max(...gaps) / 1000, 's', which === 'leader' ? 3 : 0.5);
    }
  } finally {
    const { submitted, failed } = await load.stop();
    await commits.stop();
    say('submits meanwhile', submitted, '');
    say('of these without an answer to rely on', failed, '');
  }
}

async function lose(
  which: 'follower' | 'leader',
  orderers: Orderers,
  nodes: Nodes,
  commits: CommitWatch,
  load: Load,
): Promise<number> {
  const { leader, followers } = await orderers.roles();
  const name = `orderer.${which === 'leader' ? leader : followers[0]!}`;
  const gap = await gapWhile(commits, async () => {
    await nodes.killForGood(name);
    await sleep(DEAD_MILLISECONDS);
  });
  // The next is to be lost from a whole network: while nothing is submitted, an orderer that comes back catches up safely.
  load.pause();
  await nodes.start(name);
  await wholeAgain(orderers);
  load.resume();
  await sleep(WARM_MILLISECONDS);
  return gap;
}

async function gapWhile(commits: CommitWatch, work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return longestGap(commits.times, begun, performance.now());
}

interface Load {
  pause(): void;
  resume(): void;
  stop(): Promise<{ readonly submitted: number; readonly failed: number }>;
}

/** Submits without end; what fails is counted, since under BFT a failed answer does not mean a failed transaction. */
function startLoad(consortium: Consortium): Load {
  const client = throughSdk(sdkWithFastSigner(consortium));
  let submitted = 0;
  let failed = 0;
  let isOver = false;
  let isPaused = false;
  const caller = async (): Promise<void> => {
    while (!isOver) {
      if (isPaused) {
        await sleep(50);
        continue;
      }
      submitted += 1;
      await client.submit().catch(() => {
        failed += 1;
        return sleep(100);
      });
    }
  };
  const callers = Array.from({ length: IN_FLIGHT }, caller);
  return {
    pause: () => void (isPaused = true),
    resume: () => void (isPaused = false),
    async stop() {
      isOver = true;
      await Promise.all(callers);
      client.close();
      return { submitted, failed };
    },
  };
}
