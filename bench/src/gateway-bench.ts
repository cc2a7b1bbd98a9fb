import { sdkAsDocumented, sdkWithFastSigner, throughGateway, type Competitor } from './competitors';
import type { Consortium } from './consortium';
import { load, middle, type LoadResult } from './load';
import { figure, type Figure } from './report';

type Report = (figure: Figure) => void;

interface Work {
  readonly name: 'submit' | 'evaluate';
  /** Calls in a round of one in flight, and of many. */
  readonly single: number;
  readonly many: number;
  run(competitor: Competitor): Promise<unknown>;
}

const IN_FLIGHT = 64;

/** HTTP through the gateway against the bare SDK, both as documented and with our signer; in turn, round by round. */
export async function benchGateway(consortium: Consortium, report: Report, rounds: number): Promise<void> {
  const http = await throughGateway(consortium);
  const documented = sdkAsDocumented(consortium);
  const fast = sdkWithFastSigner(consortium);
  const all = [http, documented, fast];
  const id = await http.submit();
  const works: Work[] = [
    { name: 'submit', single: 100, many: 1000, run: (competitor) => competitor.submit() },
    { name: 'evaluate', single: 200, many: 3000, run: (competitor) => competitor.evaluate(id) },
  ];
  try {
    for (const work of works) {
      for (const competitor of all) await load(work.many / 2, IN_FLIGHT, () => work.run(competitor));
      const single = await inTurn(all, rounds, (each) => load(work.single, 1, () => work.run(each)));
      const many = await inTurn(all, rounds, (each) => load(work.many, IN_FLIGHT, () => work.run(each)));
      reportWork(work.name, { http, documented, fast }, single, many, report);
    }
  } finally {
    for (const competitor of all) competitor.close();
  }
}

type Results = ReadonlyMap<Competitor, readonly LoadResult[]>;

async function inTurn(
  all: readonly Competitor[],
  rounds: number,
  run: (each: Competitor) => Promise<LoadResult>,
): Promise<Results> {
  const results = new Map<Competitor, LoadResult[]>(all.map((competitor) => [competitor, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const competitor of all) results.get(competitor)!.push(await run(competitor));
  }
  return results;
}

function reportWork(
  name: 'submit' | 'evaluate',
  { http, documented, fast }: Record<'http' | 'documented' | 'fast', Competitor>,
  single: Results,
  many: Results,
  report: Report,
): void {
  const latency = (of: Competitor): number => middle(single.get(of)!.map(({ median }) => median));
  const rate = (of: Competitor): number => middle(many.get(of)!.map(({ perSecond }) => perSecond));
  const p99 = (of: Competitor): number => middle(many.get(of)!.map((result) => result.p99));
  const bench = `gateway ${name}`;
  const goals = name === 'submit' ? { documented: 1, fast: 0.9 } : { documented: 0.9, fast: 0.8 };
  report(
    figure({
      bench,
      metric: `${IN_FLIGHT} in flight, against the SDK as documented`,
      value: rate(http),
      unit: '1/s',
      reference: rate(documented),
      goal: { atLeast: goals.documented },
    }),
  );
  report(
    figure({
      bench,
      metric: `${IN_FLIGHT} in flight, against the SDK, our signer`,
      value: rate(http),
      unit: '1/s',
      reference: rate(fast),
      goal: { atLeast: goals.fast },
    }),
  );
  report(
    figure({ bench, metric: `${IN_FLIGHT} in flight, p99`, value: p99(http), unit: 'ms', reference: p99(documented) }),
  );
  const added = latency(http) - latency(documented);
  report(
    figure({
      bench,
      metric: 'added at the median, one in flight',
      value: added,
      unit: 'ms',
      ...(name === 'submit' ? { goal: { atMost: 3 } } : {}),
    }),
  );
}
