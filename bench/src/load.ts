/** What callers saw. */
export interface LoadResult {
  readonly count: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly median: number;
  readonly p99: number;
}

/** A closed loop: `count` calls with `inFlight` of them under way at any time; each call's own index is its argument. */
export async function load(
  count: number,
  inFlight: number,
  call: (index: number) => Promise<unknown>,
): Promise<LoadResult> {
  const latencies: number[] = [];
  let next = 0;
  const caller = async (): Promise<void> => {
    while (next < count) {
      const index = next++;
      const begun = performance.now();
      await call(index);
      latencies.push(performance.now() - begun);
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: inFlight }, caller));
  return resultOf(latencies, begun);
}

/**
 * An open loop: `count` calls that begin evenly, so many a second, however long the ones before take. A call's time
 * counts from when it was due, so that a standstill is seen by all whom it kept waiting.
 */
export async function openLoad(
  count: number,
  perSecond: number,
  call: (index: number) => Promise<unknown>,
): Promise<LoadResult> {
  const latencies: number[] = [];
  const begun = performance.now();
  const one = async (index: number): Promise<void> => {
    const due = begun + (index * 1000) / perSecond;
    await new Promise((done) => setTimeout(done, Math.max(0, due - performance.now())));
    await call(index);
    latencies.push(performance.now() - due);
  };
  await Promise.all(Array.from({ length: count }, (_, index) => one(index)));
  return resultOf(latencies, begun);
}

function resultOf(latencies: number[], begun: number): LoadResult {
  const seconds = (performance.now() - begun) / 1000;
  latencies.sort((a, b) => a - b);
  return {
    count: latencies.length,
    seconds,
    perSecond: latencies.length / seconds,
    median: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
  };
}

/** Of sorted numbers. */
const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** Runs competitors in turn, round by round, so that what slows the machine slows all of them. */
export async function inTurn<Each, Result>(
  all: readonly Each[],
  rounds: number,
  run: (each: Each) => Promise<Result>,
): Promise<ReadonlyMap<Each, readonly Result[]>> {
  const results = new Map<Each, Result[]>(all.map((each) => [each, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const each of all) results.get(each)!.push(await run(each));
  }
  return results;
}

/** The middle of several runs' figures. */
export function middle(values: readonly number[]): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}
