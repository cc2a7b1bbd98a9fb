import { setTimeout as sleep } from 'node:timers/promises';
import type { Consortium } from '../consortium';
import { startCrews, type Crews, type LoadLimits } from './crews';
import { faultsOf, Impossible, oneOrdererLess, type Fault } from './faults';
import { Journal, longestGap } from './journal';
import { heightOf, readLedgers } from './ledgers';
import { lie } from './lie';
import { Nodes } from './nodes';
import { Orderers } from './orderers';
import { compareReadModels, type ReadModels } from './read-models';
import { judge, type Verdict } from './verdict';
import { watchCommits, type CommitWatch } from './watch-commits';
import { wholeAgain } from './whole-again';

export interface ChaosOptions {
  readonly load: LoadLimits;
  /** Seconds a fault is held. */
  readonly hold: number;
  /** Seconds after which no further fault is begun. */
  readonly limit: number;
  /** Only faults whose name this matches. */
  readonly only?: RegExp | undefined;
}

/** One fault and what it did to the work; milliseconds. */
export interface FaultRecord {
  readonly fault: string;
  readonly note: string;
  readonly isSkipped: boolean;
  /** Orderers that ran and no longer followed afterwards, until their supervisor started them anew. */
  readonly hung: number;
  /** Whether everybody was at work again in time; nothing more is done to a network that is not. */
  readonly isRecovered: boolean;
  /** From the blow until everybody was at work again. */
  readonly lasted: number;
  /** Longest time in it without a commit on the channel. */
  readonly pause: number;
  /** Longest time in it without an acknowledged step, by organisation. */
  readonly pauses: Readonly<Record<string, number>>;
}

export interface ChaosOutcome {
  readonly records: readonly FaultRecord[];
  readonly verdict: Verdict;
  readonly readModels: ReadModels;
  readonly journal: Journal;
  /** What became of the liar's forged prescriptions; `VALID` must not be among it. */
  readonly forgeries: readonly string[];
  readonly seconds: number;
}

/** Milliseconds in which everybody must be at work again, and that everybody works undisturbed before the next blow. */
const RECOVERY = 120_000;
const REST = 1000;
const AT_THE_END = 60_000;

/** Lets the organisations work, strikes again and again, and holds what they were told against the ledgers. */
export async function runChaos(
  consortium: Consortium,
  options: ChaosOptions,
  say: (record: FaultRecord) => void,
): Promise<ChaosOutcome> {
  const begun = performance.now();
  const journal = new Journal();
  const nodes = new Nodes(consortium);
  const orderers = await Orderers.of(consortium);
  await wholeAgain(orderers);
  const forgeries: string[] = [];
  const from = (await heightOf(consortium, consortium.members[0]!)) ?? 0;
  const commits = watchCommits(consortium, from);
  const crews = await startCrews(consortium.network, journal, options.load);
  const records: FaultRecord[] = [];
  const keep = (record: FaultRecord): void => {
    records.push(record);
    say(record);
  };
  try {
    const states = await nodes.states();
    const blows = [
      nothing,
      ...faultsOf(nodes, states, orderers),
      lie(consortium, { orderer: oneOrdererLess(nodes, states), tell: (attempts) => forgeries.push(...attempts) }),
    ].filter(({ name }) => options.only?.test(name) ?? true);
    await everybodyWorks(crews, journal, performance.now());
    for (const fault of blows) {
      if (performance.now() - begun > options.limit * 1000) keep(skipped(fault, 'the time was over'));
      else if (records.some(({ isRecovered }) => !isRecovered)) keep(skipped(fault, 'the network is broken'));
      else keep(await strike(fault, { crews, journal, commits, orderers, hold: options.hold }));
    }
    await crews.finish(performance.now() + AT_THE_END);
  } finally {
    await commits.stop();
    await crews.finish(0);
    crews.close();
  }
  const ledgers = await readLedgers(consortium, 0);
  return {
    records,
    verdict: judge(journal, ledgers),
    readModels: await compareReadModels(consortium, ledgers[0]!),
    journal,
    forgeries,
    seconds: (performance.now() - begun) / 1000,
  };
}

/** To compare with. */
const nothing: Fault = { name: 'nothing', isHeld: true, strike: async () => async () => 'for comparison' };

const skipped = ({ name }: Fault, note: string): FaultRecord => ({
  ...{ fault: name, note, isSkipped: true, isRecovered: true, hung: 0, lasted: 0, pause: 0, pauses: {} },
});

interface Scene {
  readonly crews: Crews;
  readonly journal: Journal;
  readonly commits: CommitWatch;
  readonly orderers: Orderers;
  readonly hold: number;
}

async function strike(fault: Fault, scene: Scene): Promise<FaultRecord> {
  const { crews, journal, commits, hold } = scene;
  await sleep(REST);
  const begun = performance.now();
  const seen: string[] = [];
  let hung: readonly string[] = [];
  let end: number | undefined;
  try {
    const undo = await fault.strike();
    if (fault.isHeld) await sleep(hold * 1000);
    seen.push(await undo());
    await everybodyWorks(crews, journal, performance.now());
    end = performance.now();
    hung = await wholeAgain(scene.orderers);
    seen.push(...hung.map((name) => `${name} hung afterwards, and its supervisor started it anew`));
  } catch (error) {
    if (error instanceof Impossible) return skipped(fault, error.message);
    // What is on the ledgers is judged all the same.
    seen.push(`NOT RECOVERED: ${(error as Error).message}`);
  }
  const until = end ?? performance.now();
  return {
    fault: fault.name,
    note: seen.join('; '),
    hung: hung.length,
    isSkipped: false,
    isRecovered: end !== undefined,
    lasted: until - begun,
    pause: longestGap(commits.times, begun, until),
    pauses: Object.fromEntries(crews.organisations.map((one) => [one, longestGap(journal.timesOf(one), begun, until)])),
  };
}

/** @throws Error naming who is not at work again in time */
async function everybodyWorks(crews: Crews, journal: Journal, since: number): Promise<void> {
  const deadline = performance.now() + RECOVERY;
  for (;;) {
    const idle = crews.organisations.filter((one) => !journal.hasProgressed(one, since));
    if (idle.length === 0) return;
    if (performance.now() > deadline) throw new Error(`not at work again: ${idle.join(', ')}`);
    await sleep(50);
  }
}
